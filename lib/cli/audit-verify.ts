import { countUnsealed, isSealed } from "@/lib/audit/retain";
import {
  type AuditProblem,
  openPublicKey,
  openSigningKey,
  type PublicKey,
  readAnchor,
  recordVerification,
  type Verification,
  verifyAudit,
  verifyFile,
} from "@/lib/audit/seal";
import { bootWithDatabaseOrExit } from "@/lib/boot";
import { count, timeOf } from "./audit-options";
import { parseOptions, UsageError } from "./command";
import { createProgress } from "./progress";

type Options = ReturnType<typeof optionsOf>;

/** @throws {Error} When anything is not as sealed, after each problem was printed. */
export async function verify(args: string[]): Promise<void> {
  const options = optionsOf(args);
  if (options.file === undefined && options.seals === undefined) return verifyDatabase(options);
  if (options.file === undefined || options.seals === undefined)
    throw new UsageError("--file and --seals go together.");
  return verifyExport(options, options.file, options.seals);
}

function optionsOf(args: string[]) {
  return parseOptions(args, {
    from: { type: "string" },
    to: { type: "string" },
    anchor: { type: "string" },
    file: { type: "string" },
    seals: { type: "string" },
    complete: { type: "boolean", default: false },
    "public-key": { type: "string", multiple: true, default: [] },
  });
}

async function verifyDatabase(options: Options): Promise<void> {
  const { from, to } = options;
  const range = { from: from ? timeOf("--from", from) : undefined, to: to ? timeOf("--to", to) : undefined };
  const { env, database } = await bootWithDatabaseOrExit();
  const progress = createProgress("Verifying");
  try {
    const publicKeys = options["public-key"].map(openPublicKey);
    if (env.auditSigningKey !== undefined) publicKeys.push(openSigningKey(env.auditSigningKey));
    if (publicKeys.length === 0 && !(await isSealed(database))) {
      process.stdout.write(
        `The audit log is not sealed: nothing shows whether its ${count(await countUnsealed(database))} rows are as they ` +
          "were written. Set AUDIT_SIGNING_KEY, and what is written from then on can be verified.\n",
      );
      return;
    }
    requireKey(publicKeys);
    const anchorFile = options.anchor ?? env.auditAnchorFile;
    const anchor = anchorFile === undefined ? [] : await readAnchor(anchorFile);
    const startedMs = performance.now();
    const verification = await verifyAudit(
      { database, publicKeys },
      { ...range, anchor, onProgress: progress.update },
    );
    progress.end();
    const seconds = (performance.now() - startedMs) / 1000;
    if (!from && !to) await recordVerification(database, verification);
    process.stdout.write(`${summary(verification, seconds)}\n`);
    conclude(verification.problems);
  } finally {
    await database.close();
  }
}

async function verifyExport(options: Options, file: string, seals: string): Promise<void> {
  const publicKeys = options["public-key"].map(openPublicKey);
  requireKey(publicKeys);
  const anchor = options.anchor === undefined ? [] : await readAnchor(options.anchor);
  const found = await verifyFile({ file, seals, publicKeys, anchor, complete: options.complete });
  const absent = found.complete
    ? "and no sealed row is absent"
    : "but the file was made with a filter or cut short, so rows may be absent from it";
  process.stdout.write(
    `${count(found.rows)} rows are as sealed (${count(found.seals)} seals), ${found.problems.length > 0 ? "see below" : absent}. ` +
      `${count(found.unsealedRows)} rows are not sealed yet.\n`,
  );
  conclude(found.problems);
}

function summary({ rows, seals, sealedTo, droppedTo, unsealedRows }: Verification, seconds: number): string {
  const lines = [
    `${count(rows)} rows are as sealed, ${count(seals)} seals, sealed to ${sealedTo ?? "nothing"} (${count(Math.round(rows / seconds))} rows/s).`,
  ];
  if (droppedTo !== null) lines.push(`Rows up to seal ${droppedTo} were dropped by retention.`);
  if (unsealedRows > 0) lines.push(`${count(unsealedRows)} newer rows are not sealed yet.`);
  return lines.join("\n");
}

function requireKey(keys: readonly PublicKey[]): void {
  if (keys.length === 0)
    throw new UsageError(
      "The audit log is sealed, and no key to verify it by is known here: set AUDIT_SIGNING_KEY, or name --public-key. " +
        "`audit key` prints it where the seals are made.",
    );
}

function conclude(problems: readonly AuditProblem[]): void {
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  if (problems.length > 0) throw new Error("The audit log is NOT as it was sealed.");
}
