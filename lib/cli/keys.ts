import { bootWithDatabaseOrExit, keyTools } from "@/lib/boot";
import { type Command, parseOptions, UsageError } from "./command";
import { createProgress, type Progress } from "./progress";

export const keys: Command = {
  usage: ["keys status", "keys rotate [--batch ROWS]", "keys seal-tenants [--batch ROWS]"],
  run: async ([verb, ...args]) => {
    if (verb === "status") return status(args);
    if (verb === "rotate") return rotate(args);
    if (verb === "seal-tenants") return sealTenants(args);
    throw new UsageError(
      verb ? `keys has no "${verb}".` : "keys needs a verb: status, rotate or seal-tenants.",
    );
  },
};

async function status(args: string[]): Promise<void> {
  parseOptions(args, {});
  const runtime = await bootWithDatabaseOrExit();
  try {
    const tools = keyTools(runtime);
    const [used, plain] = [await tools.usage(), await tools.plainIds()];
    const lines = used.map(({ keyId, role, places }) => {
      const counts = places.map(({ place, count }) => `${place} ${count.toLocaleString("en")}`);
      return `${keyId}  ${role.padEnd(8)}  ${counts.join(", ") || "nothing"}`;
    });
    process.stdout.write(`${lines.join("\n")}\n`);
    if (plain > 0) {
      const count = `${plain.toLocaleString("en")} organisation ids are not encrypted.`;
      process.stdout.write(`${count} Run: keys seal-tenants\n`);
    }
    const unknown = used.filter(({ role }) => role === "unknown").length;
    if (unknown > 0) {
      const advice = "Put what encrypted it into ENCRYPTION_KEY_PREVIOUS.";
      process.stderr.write(`${unknown} key(s) above are in neither ENCRYPTION_KEY variable. ${advice}\n`);
    }
  } finally {
    await runtime.database.close();
  }
}

async function rotate(args: string[]): Promise<void> {
  await inBatches(args, "Sealing anew", async (tools, options) => {
    const { reencrypted, unreadable, left } = await tools.rotate(options);
    for (const { reason } of unreadable) process.stderr.write(`${reason}\n`);
    process.stdout.write(`${reencrypted.toLocaleString("en")} rows were re-encrypted, ${left} are left.\n`);
    if (left > 0) throw new Error(whatNow(left, unreadable.length, options.signal.aborted));
  });
}

async function sealTenants(args: string[]): Promise<void> {
  await inBatches(args, "Encrypting organisation ids", async (tools, options) => {
    const { encrypted, taken, left } = await tools.sealTenants(options);
    const counts = `${encrypted.toLocaleString("en")} ids were encrypted, ${left} are left.`;
    process.stdout.write(`${counts}\n`);
    for (const id of taken) {
      process.stderr.write(
        `Connection "${id}" and another one are live for one organisation. Disconnect one.\n`,
      );
    }
    if (left === 0) return;
    if (options.signal.aborted) throw new Error(STOPPED);
    throw new Error(`${left} ids are plain still. Run this again.`);
  });
}

interface BatchOptions {
  batchRows?: number;
  onProgress: Progress["update"];
  signal: AbortSignal;
}

/** Work in batches, with its progress shown; SIGINT and SIGTERM end it after the batch under way. */
async function inBatches(
  args: string[],
  label: string,
  work: (tools: ReturnType<typeof keyTools>, options: BatchOptions) => Promise<void>,
): Promise<void> {
  const { batch } = parseOptions(args, { batch: { type: "string" } });
  const batchRows = batch === undefined ? undefined : Number(batch);
  if (batchRows !== undefined && !(Number.isInteger(batchRows) && batchRows >= 1 && batchRows <= 10_000)) {
    throw new UsageError("--batch must be a whole number from 1 to 10000.");
  }
  const runtime = await bootWithDatabaseOrExit();
  const progress = createProgress(label);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    await work(keyTools(runtime), {
      ...(batchRows !== undefined && { batchRows }),
      onProgress: progress.update,
      signal: stopping.signal,
    });
  } finally {
    progress.end();
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await runtime.database.close();
  }
}

const STOPPED = "Stopped. Run this again to go on with what is left.";

function whatNow(left: number, unreadable: number, stopped: boolean): string {
  if (unreadable > 0) {
    return `No configured key opens ${unreadable} rows, named above. They are as they were: put the key that encrypted them into ENCRYPTION_KEY_PREVIOUS and run this again.`;
  }
  if (stopped) return STOPPED;
  return `${left} rows were encrypted with another key meanwhile: a process still runs with an old ENCRYPTION_KEY. Restart it and run this again.`;
}
