import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type IdentityProvider, startIdentityProvider } from "./identity-provider";
import { type Mailbox, startMailbox } from "./mailbox";
import { startPostgres } from "./postgres";
import { type Simulator, startSimulator } from "./simulator";
import { appEnvironment, callbackUrl, providerNames } from "./stack/app-environment";
import { startApp } from "./stack/app-server";
import { migrate } from "./stack/migrations";
import { freePort } from "./stack/ports";
import { keptSecrets } from "./stack/secrets";
import { serveFreshBuild } from "./stack/served-build";
import { whileItLasts } from "./while-it-lasts.mjs";

const root = resolve(import.meta.dirname, "..");

/** What runs before the app does, and what the app will be told. */
export interface StackServices {
  databaseUrl: string;
  simulator: Simulator;
  /** Keeps every mail the app sends. */
  mailbox: Mailbox;
  /** Where people sign in with the company's account, if they do. */
  identityProvider: IdentityProvider | undefined;
  appUrl: string;
  /** The app's environment variables. */
  env: ReturnType<typeof appEnvironment>;
}

export interface Stack extends StackServices {
  /** Resolves when the app ended without being asked to, with how. */
  appEnded: Promise<string>;
  /** Ends the app, the mailbox, the simulator and Postgres, in this order. */
  stop(): Promise<void>;
}

interface StackOptions {
  /** Holds the secrets, the embedded Postgres, and the app's log. */
  dataDir: string;
  /** `next dev` instead of a production build. */
  development?: boolean;
  /** Taken when it is free. */
  preferredPort?: number;
  /** Where the HTTP API listens on this machine, when it is free. */
  preferredApiPort?: number;
  /** Instead of an embedded Postgres. */
  databaseUrl?: string | undefined;
  /** Starts an identity provider beside the app, for signing in with the company's account. */
  sso?: boolean;
  /** False: the embedded Postgres may lose everything in a crash, in exchange for speed. */
  durable?: boolean;
  /** Called before the migrations, with an answering database. */
  beforeMigrations?: (databaseUrl: string) => Promise<void>;
  /** Carries the simulator's world over a restart. */
  simulatorStateFile?: string;
  /** Where the simulator's clock begins when there is no state to carry on from. */
  simulatorStartMs?: () => number | undefined;
  /** Called once the database is migrated and the simulator runs; the app starts after it. */
  prepare?: (services: StackServices) => Promise<void>;
  say?: (line: string) => void;
}

/**
 * Starts all that a running Countersign needs: Postgres → migrations → simulator and mailbox → app. What has started when
 * a later part fails is ended again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, preferredPort = 0, say = () => undefined } = options;
  mkdirSync(dataDir, { recursive: true });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let end = stops.pop(); end; end = stops.pop()) await end();
  };
  try {
    const secrets = keptSecrets(join(dataDir, "secrets.json"));
    const port = await freePort(preferredPort);
    if (preferredPort && port !== preferredPort) say(`Port ${preferredPort} is taken: using ${port}.`);
    const databaseUrl =
      options.databaseUrl ??
      (await whileItLasts(say, "Starting Postgres", () => startDatabase(options, stops)));
    const built = options.development ? undefined : serveFreshBuild(root, say);
    const services = startServices(options, databaseUrl, `http://localhost:${port}`, secrets, stops);
    // Both are waited for even when one fails, so that nothing runs on behind the error.
    const [building, starting] = await Promise.allSettled([built, services]);
    const leaveBuild = building.status === "fulfilled" ? building.value : undefined;
    if (leaveBuild) stops.push(async () => leaveBuild());
    if (starting.status === "rejected") throw starting.reason;
    if (building.status === "rejected") throw building.reason;
    const { env } = starting.value;
    const logFile = join(dataDir, "app.log");
    const development = options.development ?? false;
    const app = await whileItLasts(say, "Starting the app", () =>
      startApp({ root, port, development, env, logFile }),
    );
    stops.push(() => app.end());
    return { ...starting.value, appEnded: app.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase({ dataDir, durable }: StackOptions, stops: (() => Promise<unknown>)[]) {
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), durable });
  stops.push(() => postgres.stop());
  return postgres.url;
}

async function startServices(
  options: StackOptions,
  databaseUrl: string,
  appUrl: string,
  secrets: ReturnType<typeof keptSecrets>,
  stops: (() => Promise<unknown>)[],
): Promise<StackServices> {
  await options.beforeMigrations?.(databaseUrl);
  const { say = () => undefined } = options;
  await whileItLasts(say, "Migrating the database", () => migrate(root, databaseUrl));
  const { simulatorStateFile: stateFile } = options;
  if (stateFile) mkdirSync(dirname(stateFile), { recursive: true });
  const simulator = await startSimulator({ stateFile, startAtMs: options.simulatorStartMs?.() });
  stops.push(() => simulator.close());
  for (const provider of providerNames) {
    simulator.control.registerRedirectUri(provider, callbackUrl(appUrl, provider));
  }
  const mailbox = await startMailbox();
  stops.push(() => mailbox.close());
  const identityProvider = options.sso
    ? await startIdentityProvider(`${appUrl}/api/sso/callback`)
    : undefined;
  if (identityProvider) stops.push(() => identityProvider.close());
  const journalDirectory = join(options.dataDir, "journal");
  const { smtpUrl } = mailbox;
  const apiAddress = `127.0.0.1:${await freePort(options.preferredApiPort)}`;
  const addresses = {
    appUrl,
    simulatorUrl: simulator.url,
    databaseUrl,
    journalDirectory,
    smtpUrl,
    apiAddress,
    identityProvider,
  };
  const env = appEnvironment(addresses, secrets);
  const services = { databaseUrl, simulator, mailbox, identityProvider, appUrl, env };
  await options.prepare?.(services);
  return services;
}
