import { open } from "node:fs/promises";
import { extname } from "node:path";
import type { Readable } from "node:stream";
import { bootOrExit, serveTokensOrExit } from "@/lib/boot";
import { companies } from "@/lib/companies";
import {
  type ImportFormat,
  importConnections,
  type LineReport,
  type LineVerdict,
  readRecords,
} from "@/lib/imports";
import { shownName } from "@/lib/shown-text";
import { type Command, parseOptions, UsageError } from "./command";

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  csv: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
};

export const importFile: Command = {
  usage: ["import FILE [--apply] [--format csv|jsonl]"],
  run: async ([file, ...args]) => {
    if (!file || file.startsWith("--"))
      throw new UsageError("import needs a FILE first; - is standard input.");
    const { apply, format } = parseOptions(args, {
      apply: { type: "boolean", default: false },
      format: { type: "string" },
    });
    const fileFormat = FORMATS[format ?? extname(file).slice(1).toLowerCase()];
    if (!fileFormat) throw new UsageError("Say which format the file has: --format csv or --format jsonl.");
    await runImport(await openInput(file), fileFormat, apply);
  },
};

async function runImport(input: Readable, format: ImportFormat, apply: boolean): Promise<void> {
  const runtime = bootOrExit();
  const engine = await serveTokensOrExit(runtime);
  try {
    const onLine = (report: LineReport) => process.stdout.write(`${sentence(report, apply)}\n`);
    const deps = { ...runtime, service: engine.service, addCompany: companies().addCompany };
    const totals = await importConnections(deps, readRecords(input, format), {
      apply,
      onLine,
    });
    const counts = Object.entries(totals).map(([verdict, count]) => `${verdict} ${count}`);
    process.stdout.write(`\n${counts.join(", ")}.\n`);
    if (!apply) process.stdout.write("This was a dry run: nothing was changed. Add --apply to do it.\n");
    const bad = totals.refused + totals.failed;
    if (bad > 0) throw new Error(`${bad} line(s) were not taken over; the report above says why.`);
  } finally {
    input.destroy();
    await engine.stop();
    await runtime.database.close();
  }
}

async function openInput(file: string): Promise<Readable> {
  if (file === "-") return process.stdin;
  try {
    return (await open(file)).createReadStream();
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${error instanceof Error ? error.message : "unknown"}`);
  }
}

const DONE: Readonly<Record<LineVerdict, string>> = {
  connect: "was connected to",
  renew: "was renewed at",
  unchanged: "is connected already to",
  refused: "was refused",
  failed: "failed and may be tried again",
};
const PLANNED: Readonly<Record<LineVerdict, string>> = {
  ...DONE,
  connect: "would be connected to",
  renew: "would be renewed at",
  refused: "would be refused",
};

function sentence(
  { line, verdict, companyId, provider, tenantName, createsCompany, reason }: LineReport,
  apply: boolean,
) {
  const subject = companyId ? `${companyId} (${provider})` : "it";
  const verb = (apply ? DONE : PLANNED)[verdict];
  if (reason !== undefined) return `Line ${line}: ${subject} ${verb}: ${reason.replace(/\.$/, "")}.`;
  const company = createsCompany ? (apply ? "; the company was added" : "; the company would be added") : "";
  return `Line ${line}: ${subject} ${verb} ${tenantName === undefined ? "its organisation" : shownName(tenantName)}${company}.`;
}
