import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const secretsFile = z.strictObject({ encryptionKey: hex, sessionSecret: hex });

/** What a Countersign on this machine keeps to itself. */
export type StackSecrets = z.infer<typeof secretsFile>;

/**
 * The secrets in a file only its owner may read, made the first time.
 *
 * @throws {Error} The file is there but is not ours: it is never overwritten, because data may be sealed under it.
 */
export function keptSecrets(path: string): StackSecrets {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const made = { encryptionKey: newSecret(), sessionSecret: newSecret() };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  }
  try {
    return secretsFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    // Neither parser's message may be shown: both quote what they read.
    const kind = cause instanceof Error ? cause.name : "unknown error";
    throw new Error(
      `${path} does not hold this stack's secrets (${kind}). Begin anew: npm run demo -- --reset`,
    );
  }
}

function newSecret(): string {
  return randomBytes(32).toString("hex");
}
