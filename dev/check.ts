import { type Ended, runTool } from "./command";

interface Step {
  readonly name: string;
  readonly run: () => Promise<Ended>;
  /** A step whose output this one reads. */
  readonly after?: string;
}

/** `npm run check`. dev/run.mjs has generated the Prisma client before this starts. */
const STEPS: readonly Step[] = [
  { name: "route types", run: () => runTool("next", ["typegen"]) },
  {
    name: "types",
    run: () => runTool(["typescript", "tsc"], ["--noEmit", "--pretty"]),
    after: "route types",
  },
  { name: "dead code", run: () => runTool("knip", ["--no-progress"]) },
  {
    name: "lint",
    run: () =>
      runTool("@biomejs/biome", ["ci", "--error-on-warnings", "--max-diagnostics=200", "--colors=force"]),
  },
  { name: "architecture", run: () => runTool("vitest", ["run", "dev/architecture"]) },
];
const AT_ONCE = 2;

async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const waiting = [...steps];
  const succeeded = new Set<string>();
  const failed: string[] = [];
  const takeReady = () => {
    const at = waiting.findIndex(({ after }) => !after || succeeded.has(after) || failed.includes(after));
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const lane = async () => {
    for (let step = takeReady(); step; step = takeReady()) {
      const ok = await runStep(step, step.after !== undefined && failed.includes(step.after));
      if (ok) succeeded.add(step.name);
      else failed.push(step.name);
    }
  };
  // A lane that finds nothing ready ends early; the lane that is running what it waited for takes it up.
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return failed;
}

async function runStep({ name, run, after }: Step, blocked: boolean): Promise<boolean> {
  if (blocked) {
    console.log(`${name.padEnd(14)} skipped, because ${after} failed`);
    return false;
  }
  const { exitCode, output, seconds } = await run();
  console.log(`${name.padEnd(14)} ${seconds.toFixed(1).padStart(5)} s  ${exitCode === 0 ? "ok" : "failed"}`);
  if (exitCode !== 0) console.log(`\n${output.trim()}\n`);
  return exitCode === 0;
}

const failed = await runSteps(STEPS);
if (failed.length > 0) {
  console.log(`Check failed: ${failed.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log("Check passed");
}
