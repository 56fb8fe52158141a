import type { Env } from "@/lib/env";

/** The configuration of a process whose test needs a door and no provider, but for what the test is about. */
export function testEnv(changes: Partial<Env> = {}): Env {
  return {
    databaseUrl: "",
    encryptionKeys: { current: "", previous: [] },
    providers: {},
    auth: { secret: "a-long-enough-secret-for-the-session-cookie", url: "http://localhost:3000" },
    product: { name: "Acme Ledger" },
    trustedProxyHops: 0,
    trustedReadHours: 24,
    journalDirectory: "unused",
    auditStrict: false,
    jobsInWeb: false,
    webhookNetworks: [],
    apiAddress: { host: "127.0.0.1", port: 0 },
    development: false,
    ...changes,
  };
}
