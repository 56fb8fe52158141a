import { bootWithDatabaseOrExit, keyTools } from "@/lib/boot";
import { type Command, parseOptions, UsageError } from "./command";
import { createProgress } from "./progress";

export const keys: Command = {
  usage: ["keys status", "keys rotate [--batch ROWS]"],
  run: async ([verb, ...args]) => {
    if (verb === "status") return status(args);
    if (verb === "rotate") return rotate(args);
    throw new UsageError(verb ? `keys has no "${verb}".` : "keys needs a verb: status or rotate.");
  },
};

async function status(args: string[]): Promise<void> {
  parseOptions(args, {});
  const runtime = await bootWithDatabaseOrExit();
  try {
    const used = await keyTools(runtime).usage();
    const lines = used.map(({ keyId, role, places }) => {
      const counts = places.map(({ place, count }) => `${place} ${count.toLocaleString("en")}`);
      return `${keyId}  ${role.padEnd(8)}  ${counts.join(", ") || "nothing"}`;
    });
    process.stdout.write(`${lines.join("\n")}\n`);
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
  const { batch } = parseOptions(args, { batch: { type: "string" } });
  const batchRows = batch === undefined ? undefined : Number(batch);
  if (batchRows !== undefined && !(Number.isInteger(batchRows) && batchRows >= 1 && batchRows <= 10_000)) {
    throw new UsageError("--batch must be a whole number from 1 to 10000.");
  }
  const runtime = await bootWithDatabaseOrExit();
  const progress = createProgress("Sealing anew");
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const { reencrypted, unreadable, left } = await keyTools(runtime).rotate({
      ...(batchRows !== undefined && { batchRows }),
      onProgress: progress.update,
      signal: stopping.signal,
    });
    progress.end();
    for (const { reason } of unreadable) process.stderr.write(`${reason}\n`);
    process.stdout.write(`${reencrypted.toLocaleString("en")} rows were re-encrypted, ${left} are left.\n`);
    if (left === 0) return;
    throw new Error(whatNow(left, unreadable.length, stopping.signal.aborted));
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await runtime.database.close();
  }
}

function whatNow(left: number, unreadable: number, stopped: boolean): string {
  if (unreadable > 0) {
    return `No configured key opens ${unreadable} rows, named above. They are as they were: put the key that encrypted them into ENCRYPTION_KEY_PREVIOUS and run this again.`;
  }
  if (stopped) return "Stopped. Run this again to go on with what is left.";
  return `${left} rows were encrypted with another key meanwhile: a process still runs with an old ENCRYPTION_KEY. Restart it and run this again.`;
}
