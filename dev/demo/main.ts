import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Stack, type StackServices, startStack } from "../stack";
import { whileItLasts } from "../while-it-lasts.mjs";
import { companies } from "./companies";
import { clearUnlessUsable, type DemoFiles, demoFiles, mark } from "./demo-data";
import { type DemoKey, demoKey } from "./demo-key";
import { type DemoTeam, demoTeam } from "./demo-team";
import { FAST_RATE, playFast } from "./fast";
import { people } from "./people";
import { PAST_MS, seedDemo } from "./seed";

const root = resolve(import.meta.dirname, "../..");
const PREFERRED_PORT = 3000;
const PREFERRED_API_PORT = 3100;

const { values: options } = parseArgs({
  options: {
    reset: { type: "boolean", default: false },
    dev: { type: "boolean", default: false },
    fast: { type: "boolean", default: false },
    sso: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const startedMs = performance.now();
  const files = demoFiles(root, options);
  const databaseUrl = process.env.DATABASE_URL || undefined;
  if (options.fast && databaseUrl !== undefined) {
    throw new Error(
      "With --fast the demo fills its database with a future: unset DATABASE_URL, and it keeps its own.",
    );
  }
  if (options.fast && options.sso) {
    throw new Error("The identity provider of --sso keeps the world's time: start --fast without it.");
  }
  let mustSeed = false;
  let stack: Stack | undefined;
  let apiKey: DemoKey | undefined;
  let team: DemoTeam | undefined;
  endOnSignal(() => stack?.stop());
  stack = await startStack({
    dataDir: files.dataDir,
    development: options.dev,
    sso: options.sso,
    preferredPort: PREFERRED_PORT,
    preferredApiPort: PREFERRED_API_PORT,
    databaseUrl,
    simulatorStateFile: files.simulatorState,
    beforeMigrations: async (url) => {
      const embedded = databaseUrl === undefined;
      mustSeed = await clearUnlessUsable(files, url, { reset: options.reset, embedded });
    },
    simulatorStartMs: () => (mustSeed ? Date.now() - PAST_MS : undefined),
    prepare: async (services) => {
      if (mustSeed) await seed(files, services);
      apiKey = await demoKey(services.databaseUrl, files.apiKey);
      team = await demoTeam(services);
      // The app follows a clock that runs at another rate when it starts.
      if (options.fast) services.simulator.clock.setRate(FAST_RATE);
    },
    say: console.log,
  });
  void stack.appEnded.then((how) => {
    if (ending) return;
    console.error(`The app ${how}; its log is ${files.dataDir}/app.log`);
    end(() => stack?.stop(), 1);
  });
  announce(stack, apiKey, team, secondsSince(startedMs));
  if (options.fast) await playFast(stack, console.log);
}

async function seed(files: DemoFiles, services: StackServices): Promise<void> {
  const startedMs = performance.now();
  let admin = "";
  let progress = "";
  const hired = (adminId: string) => {
    admin = adminId;
    mark(files, adminId, false);
  };
  const lived = (count: number, all: number) => {
    progress = `${count} of ${all} events`;
  };
  const { events } = await whileItLasts(
    console.log,
    "Living through four months with 40 companies",
    () => seedDemo(services, hired, companies, lived),
    { howFar: () => progress },
  );
  mark(files, admin, true);
  console.log(`${events} events in ${secondsSince(startedMs)} s.`);
}

let ending = false;

/** What is still starting ends with this process; what runs is stopped in order first. */
function end(stop: () => Promise<void> | undefined, exitCode: number): void {
  if (ending) return;
  ending = true;
  const stopping = stop();
  if (stopping) void stopping.finally(() => process.exit(exitCode));
  else process.exit(exitCode);
}

function endOnSignal(stop: () => Promise<void> | undefined): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(stop, 0));
}

function announce(
  stack: Stack,
  apiKey: DemoKey | undefined,
  team: DemoTeam | undefined,
  seconds: string,
): void {
  const { hostname, port } = new URL(stack.databaseUrl);
  console.log(`
Postgres   ${hostname}:${port || 5432}
Simulator  ${stack.simulator.url}  (stands in for QuickBooks and Xero)
Mailbox    ${stack.mailbox.url}  (keeps the mails that alerts send)${
    stack.identityProvider
      ? `
Accounts   ${stack.identityProvider.issuer}  (stands in for your company's identity provider)`
      : ""
  }
Started in ${seconds} s. Ctrl-C ends everything; npm run demo -- --reset begins anew.
`);
  for (const key of ["admin", "support", "finance"] as const) {
    const { email, password } = people[key];
    console.log(`  ${key.padEnd(8)} ${email.padEnd(26)} ${password}`);
  }
  if (team) console.log(teamWords(team));
  if (apiKey) console.log(requestOf(stack, apiKey));
  console.log(`\nReady: ${stack.appUrl}`);
}

/** Those who need more than a password. */
function teamWords({ invited, backupCodes }: DemoTeam): string {
  const { email, password } = people.operations;
  const [code = ""] = backupCodes;
  const coded = `  with code ${email.padEnd(25)} ${password}  then the backup code ${code}`;
  return invited ? `${coded}\n  invited  ${invited.email.padEnd(26)} ${invited.link}` : coded;
}

/** A line that gets a token as it stands. */
function requestOf({ env }: Stack, { companyId, value }: DemoKey): string {
  const api = `http://${env.API_ADDRESS}`;
  return `
API        ${api}  (docs/api.md)
Key        ${value}
Get a token:
curl -s -X POST ${api}/v1/companies/${companyId}/qbo/token -H "Authorization: Bearer ${value}"`;
}

function secondsSince(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
