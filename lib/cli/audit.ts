import { countUnsealed, dropRetained, dropUnsealed, findDroppable, isSealed } from "@/lib/audit/retain";
import {
  openPublicKey,
  openSigningKey,
  type SigningKey,
  sealAudit,
  sealLines,
  verifyAudit,
} from "@/lib/audit/seal";
import { bootOrExit, bootWithDatabaseOrExit } from "@/lib/boot";
import { CountersignError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { count, timeOf } from "./audit-options";
import { verify } from "./audit-verify";
import { type Command, parseOptions, UsageError } from "./command";

export const audit: Command = {
  usage: [
    "audit verify [--from TIME] [--to TIME] [--anchor FILE] [--public-key FILE]…",
    "audit verify --file EXPORT.jsonl --seals SEALS.jsonl --public-key FILE… [--anchor FILE] [--complete]",
    "audit seal",
    "audit seals > SEALS.jsonl",
    "audit key > PUBLIC-KEY.pem",
    "audit retain --before TIME [--public-key FILE]… [--apply]",
  ],
  run: async ([verb, ...args]) => {
    if (verb === "verify") return verify(args);
    if (verb === "seal") return seal(args);
    if (verb === "seals") return seals(args);
    if (verb === "key") return key(args);
    if (verb === "retain") return retain(args);
    throw new UsageError(
      verb ? `audit has no "${verb}".` : "audit needs a verb: verify, seal, seals, key or retain.",
    );
  },
};

async function seal(args: string[]): Promise<void> {
  parseOptions(args, {});
  await booted(async ({ env, database }) => {
    const signingKey = signingKeyOf(env);
    const done = await sealAudit({ database, signingKey, anchorFile: env.auditAnchorFile });
    process.stdout.write(`${count(done.rows)} rows were sealed in ${count(done.seals)} seals.\n`);
  });
}

async function seals(args: string[]): Promise<void> {
  parseOptions(args, {});
  await booted(async ({ database }) => {
    for await (const line of sealLines(database)) {
      if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
    }
  });
}

async function key(args: string[]): Promise<void> {
  parseOptions(args, {});
  const { env, database } = bootOrExit();
  await database.close();
  process.stdout.write(signingKeyOf(env).publicKeyPem);
}

async function retain(args: string[]): Promise<void> {
  const options = parseOptions(args, {
    before: { type: "string" },
    apply: { type: "boolean", default: false },
    "public-key": { type: "string", multiple: true, default: [] },
  });
  const { before: text, apply } = options;
  if (!text) throw new UsageError("--before is missing.");
  const before = timeOf("--before", text);
  const formerKeys = options["public-key"].map(openPublicKey);
  await booted(async (runtime) => {
    const { env, database, clock } = runtime;
    if (env.auditSigningKey === undefined && !(await isSealed(database))) {
      return retainUnsealed(runtime, before, apply);
    }
    const signingKey = signingKeyOf(env);
    const { lastSeal, rows } = await findDroppable(database, before);
    if (lastSeal === null) {
      process.stdout.write(`No sealed range lies wholly before ${before.toISOString()}. Nothing to drop.\n`);
      return;
    }
    const what = `${count(rows)} rows, sealed ranges up to seal ${lastSeal}, all before ${before.toISOString()}`;
    if (!apply) {
      process.stdout.write(`Would drop ${what}. Nothing was changed: add --apply to drop them.\n`);
      return;
    }
    const { problems } = await verifyAudit(
      { database, publicKeys: [signingKey, ...formerKeys] },
      { to: before },
    );
    const [problem] = problems;
    if (problem)
      throw new Error(`Nothing was dropped, because what is there is not as sealed: ${problem.message}`);
    const deps = { database, clock, signingKey, anchorFile: env.auditAnchorFile };
    process.stdout.write(`Dropped ${count(await dropRetained(deps, before))} rows: ${what}.\n`);
  });
}

/** Without a key nothing was ever sealed: rows go by their age alone. */
async function retainUnsealed({ database, clock }: Runtime, before: Date, apply: boolean): Promise<void> {
  const rows = await countUnsealed(database, before);
  const what = `rows before ${before.toISOString()}. The log is not sealed, so nothing proves what they said`;
  if (rows === 0 || !apply) {
    const mend = rows === 0 ? "Nothing to drop" : "Nothing was changed: add --apply to drop them";
    process.stdout.write(`Would drop ${count(rows)} ${what}. ${mend}.\n`);
    return;
  }
  const gone = await dropUnsealed({ database, clock }, before);
  process.stdout.write(`Dropped ${count(gone)} ${what}.\n`);
}

async function booted(work: (runtime: Runtime) => Promise<void>): Promise<void> {
  const runtime = await bootWithDatabaseOrExit();
  try {
    await work(runtime);
  } finally {
    await runtime.database.close();
  }
}

function signingKeyOf(env: Runtime["env"]): SigningKey {
  if (env.auditSigningKey !== undefined) return openSigningKey(env.auditSigningKey);
  throw new CountersignError(
    "misconfigured",
    "AUDIT_SIGNING_KEY is missing: nothing can be sealed without it.",
    {
      field: "AUDIT_SIGNING_KEY",
    },
  );
}
