import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { initialise, prepareServer, runProgram, type Server } from "./postgres-programs";
import {
  type ClusterPaths,
  findRunningPostgres,
  isAlive,
  isPostmaster,
  type RunningPostgres,
  readIfExists,
} from "./postgres-state";

export { findRunningPostgres };

interface PostgresOptions {
  /** Holds the cluster, its password and its log; made if missing. */
  dataDir: string;
  /** A free one by default. */
  port?: number;
  /** False: a crash may lose everything, in exchange for speed. For tests. */
  durable?: boolean;
}

interface OwnedPostgres extends RunningPostgres {
  /** Runs pg_ctl on the cluster and waits: `pgCtl("stop", "-m", "immediate")`, `pgCtl("start")`. */
  pgCtl(...args: string[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the embedded Postgres on a data directory, initialising it the first time. It listens on 127.0.0.1 alone and
 * ends with this process: at its exit and, where nobody else listens for them, on SIGINT, SIGTERM and SIGHUP. One
 * that a killed owner left behind is stopped first.
 *
 * @throws {Error} Another living process owns it, or it cannot start; the message holds the end of its log.
 */
export async function startPostgres({
  dataDir,
  port,
  durable = true,
}: PostgresOptions): Promise<OwnedPostgres> {
  const server = await prepareServer(dataDir);
  const { paths } = server;
  const pgCtl = async (verb = "status", ...args: string[]) => {
    await runProgram(server, server.pgCtlPath, [verb, "-D", paths.cluster, "-l", paths.log, "-w", ...args]);
  };
  const stopIfRunning = async () => {
    removeStalePidFile(paths);
    if (existsSync(paths.pidFile)) await pgCtl("stop", "-m", "fast");
  };

  refuseIfOwned(paths);
  await stopIfRunning();
  if (!existsSync(paths.cluster)) await initialise(server, durable);
  const started = await launch(server, pgCtl, { port, durable });
  writeFileSync(paths.owner, String(process.pid));
  const forget = endWithProcess(server);
  const stop = async () => {
    await stopIfRunning();
    rmSync(paths.owner, { force: true });
    forget();
  };
  return { ...started, pgCtl, stop };
}

function refuseIfOwned({ root, pidFile, owner }: ClusterPaths): void {
  const ownerPid = Number(readIfExists(owner) ?? Number.NaN);
  if (!existsSync(pidFile) || !isAlive(ownerPid)) return;
  throw new Error(
    `Process ${ownerPid} already runs the Postgres in ${root}. ` +
      `End it (Ctrl-C where it runs, or: kill ${ownerPid}), then run this again.`,
  );
}

/** Postgres would do this itself, but takes every living process of its user for a postmaster. */
function removeStalePidFile({ pidFile }: ClusterPaths): void {
  const content = readIfExists(pidFile);
  if (content !== undefined && !isPostmaster(Number.parseInt(content, 10))) rmSync(pidFile, { force: true });
}

async function launch(
  server: Server,
  pgCtl: OwnedPostgres["pgCtl"],
  { port, durable }: Pick<PostgresOptions, "port" | "durable">,
): Promise<RunningPostgres> {
  const attempts = port === undefined ? 3 : 1; // a free port may be taken before Postgres binds it
  for (let attempt = 1; ; attempt++) {
    writeSettings(server.paths.cluster, port ?? (await freePort()), durable);
    rmSync(server.paths.log, { force: true });
    try {
      await pgCtl("start");
      break;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
  const running = findRunningPostgres(server.paths.root);
  if (!running) throw new Error(`Postgres in ${server.paths.root} started and ended at once`);
  return running;
}

function writeSettings(cluster: string, port: number, durable?: boolean): void {
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "max_connections = 200",
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
  ];
  const reckless = ["fsync = off", "synchronous_commit = off", "full_page_writes = off"];
  const file = join(cluster, "countersign.conf");
  writeFileSync(file, [...settings, ...(durable ? [] : reckless), ""].join("\n"), { mode: 0o644 });
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** pg_ctl detaches Postgres, so that a Ctrl-C reaches its users first; in return its owner must end it. */
function endWithProcess({ paths, pgCtlPath, options }: Server): () => void {
  const atExit = () => {
    if (!existsSync(paths.pidFile)) return;
    spawnSync(pgCtlPath, ["stop", "-D", paths.cluster, "-m", "fast", "-w"], {
      uid: options.uid,
      gid: options.gid,
      stdio: "ignore",
    });
    rmSync(paths.owner, { force: true });
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  };
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  process.on("exit", atExit);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    process.off("exit", atExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
}
