import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { log } from "@/lib/log";
import { isMet, type Outcome, REDUCED, type Scenario } from "./harness/scenario";
import { siteOn, startServer } from "./harness/server";
import { scenarios } from "./scenarios/all";

const results = resolve(import.meta.dirname, "../../.data/chaos.json");

interface Result extends Outcome {
  name: string;
  threat: number;
  title: string;
  seconds: number;
  met: boolean;
}

/** `npm run chaos -- [--full] [NAME…]` */
async function main(arguments_: readonly string[]): Promise<void> {
  const full = arguments_.includes("--full");
  const wanted = arguments_.filter((argument) => argument !== "--full");
  const unknown = wanted.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const known = scenarios.map(({ name }) => name).join(", ");
    throw new Error(`No scenario named ${unknown.join(", ")}; there are: ${known}`);
  }
  const chosen = scenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  log.level = "silent"; // what the faults provoke is counted, not logged
  const done = await runAll(chosen, full ? 1 : REDUCED);
  console.log(`\n${formatTable(done)}\n`);
  const missed = done.filter(({ met }) => !met);
  const verdict =
    missed.length === 0 ? "every threshold met" : `missed: ${missed.map(({ name }) => name).join(", ")}`;
  console.log(`${done.length} scenarios, ${full ? "full" : "reduced"} counts: ${verdict}`);
  mkdirSync(join(results, ".."), { recursive: true });
  const content = { measuredAt: new Date().toISOString(), full, node: process.versions.node, results: done };
  writeFileSync(results, `${JSON.stringify(content, null, 2)}\n`);
  if (missed.length > 0) process.exitCode = 1;
}

async function runAll(chosen: readonly Scenario[], scale: number): Promise<Result[]> {
  const done: Result[] = [];
  const server = await startServer({ durable: false });
  try {
    const site = siteOn(server);
    for (const { name, threat, title, run } of chosen) {
      console.log(`${name}: ${title}…`);
      const startedMs = performance.now();
      const outcome = await run(site, scale).catch(brokenOff);
      const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
      const met = outcome.checks.every(isMet);
      done.push({ name, threat, title, seconds, met, ...outcome });
      for (const line of summary(outcome)) console.log(`  ${line}`);
      console.log(`  ${met ? "met" : "MISSED"} in ${seconds} s`);
    }
  } finally {
    await server.stop();
  }
  return done;
}

/** A scenario that could not be carried out has missed its thresholds. */
function brokenOff(error: Error): Outcome {
  const checks = [{ what: "scenarios broken off", seen: 1, wanted: 0 }];
  return { ran: "broken off", checks, counts: {}, notes: [error.message] };
}

function summary({ ran, checks, counts, notes = [] }: Outcome): string[] {
  return [
    ran,
    ...checks.map(
      (check) => `${isMet(check) ? "ok " : "NO "} ${check.what}: ${check.seen} (${limitOf(check)})`,
    ),
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", "),
    ...notes.map((note) => `! ${note}`),
  ];
}

const limitOf = ({ wanted, bound }: Outcome["checks"][number]) => `${bound ?? "exactly"} ${wanted}`;

/** A line for each scenario, and below it one for each thing counted. */
function formatTable(done: readonly Result[]): string {
  const checks = done.flatMap((result) => result.checks);
  const what = Math.max(...checks.map((check) => check.what.length));
  const seen = Math.max(...checks.map((check) => String(check.seen).length));
  const limit = Math.max(...checks.map((check) => limitOf(check).length));
  const lines = done.flatMap(({ threat, name, ran, seconds, ...result }) => [
    `${String(threat).padStart(2)}  ${name}: ${ran} (${seconds} s)`,
    ...result.checks.map((check) => {
      const counted = `${check.what.padEnd(what)}  ${String(check.seen).padStart(seen)}`;
      return `      ${counted}  ${limitOf(check).padEnd(limit)}  ${isMet(check) ? "met" : "MISSED"}`;
    }),
  ]);
  return ["threat", ...lines].join("\n");
}

await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
