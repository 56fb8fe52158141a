import { readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, type Measurement, type Row } from "./results";
import type { Scale } from "./scale";
import { formatTable } from "./table";

/** What each `bench/*.bench.ts` exports. */
interface Suite {
  readonly name: string;
  run(report: (measurement: Measurement) => void, scale: Scale): Promise<void>;
}

const folder = new URL("./", import.meta.url);

async function loadSuites(): Promise<Suite[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const { name, run }: Partial<Suite> = await import(new URL(file, folder).href);
      if (typeof name !== "string" || typeof run !== "function") {
        throw new Error(`bench/${basename(file)} must export \`name\` and \`run(report)\``);
      }
      return { name, run };
    }),
  );
}

/** `npm run bench`, or `npm run bench -- [--quick | --full] NAME…` for some suites. */
async function main(arguments_: readonly string[]): Promise<void> {
  const scale = { quick: arguments_.includes("--quick"), full: arguments_.includes("--full") };
  const wanted = arguments_.filter((argument) => !["--quick", "--full"].includes(argument));
  const suites = await loadSuites();
  const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = suites.map((suite) => suite.name).join(", ") || "none yet";
    throw new Error(`No suite named ${unknown.join(", ")}; there are: ${known}`);
  }
  const rows: Row[] = [];
  const loadBefore = busy();
  for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.log(`Measuring ${suite.name}…`);
    await suite.run((measurement) => rows.push(evaluate(measurement)), scale);
    writeResults(rows, { ...scale, loadBefore, loadAfter: busy() }); // a later suite may break off
  }
  console.log(suites.length === 0 ? "No suites yet" : formatTable(rows));
  const missed = rows.filter(({ met }) => met === false);
  if (missed.length > 0) {
    console.error(`Goals missed: ${missed.map(({ name }) => name).join(", ")}`);
    process.exitCode = 1;
  }
}

/** Processes that wanted a processor, as an average of the last minute: above their number, figures suffer. */
const busy = () => loadavg()[0] ?? 0;

function writeResults(
  rows: readonly Row[],
  circumstances: Scale & { loadBefore: number; loadAfter: number },
): void {
  const processors = cpus();
  const machine = {
    cpus: processors.length,
    cpuModel: processors[0]?.model ?? "unknown",
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
  const results = { measuredAt: new Date().toISOString(), ...circumstances, machine, rows };
  writeFileSync(fileURLToPath(new URL("results.json", folder)), `${JSON.stringify(results, null, 2)}\n`);
}

await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1); // a suite that broke off may have left processes, which end with this one
});
