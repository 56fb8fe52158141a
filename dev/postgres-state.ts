import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";

export const SUPERUSER = "countersign";
export const DATABASE = "countersign";

export interface RunningPostgres {
  /** Superuser on the database "countersign". */
  url: string;
  port: number;
  pid: number;
}

export type ClusterPaths = ReturnType<typeof layout>;

/** initdb wants the cluster's directory empty, so everything else lies beside it. */
export function layout(dataDir: string) {
  const root = existsSync(dataDir) ? realpathSync(dataDir) : resolve(dataDir);
  const cluster = join(root, "cluster");
  return {
    root,
    cluster,
    pidFile: join(cluster, "postmaster.pid"),
    password: join(root, "password"),
    log: join(root, "postgres.log"),
    owner: join(root, "owner.pid"),
  };
}

/** The Postgres accepting connections on a data directory, whichever process started it. */
export function findRunningPostgres(dataDir: string): RunningPostgres | undefined {
  const { pidFile, password } = layout(dataDir);
  const [pid, , , port, , , , state] = readIfExists(pidFile)?.split("\n") ?? [];
  if (state?.trim() !== "ready" || !isPostmaster(Number(pid))) return undefined;
  const credentials = `${SUPERUSER}:${readFileSync(password, "utf8").trim()}`;
  return {
    url: `postgresql://${credentials}@127.0.0.1:${port}/${DATABASE}`,
    port: Number(port),
    pid: Number(pid),
  };
}

/** postmaster.pid outlives a crash, and its number may by then be another program's. */
export function isPostmaster(pid: number): boolean {
  return isAlive(pid) && (processStat(pid)?.name ?? "postgres").startsWith("postgres");
}

export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false; // 0 would ask about our own process group
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return processStat(pid)?.state !== "Z"; // a dead process keeps its number until its parent looks
}

/** Known on Linux only. */
function processStat(pid: number): { name: string; state: string } | undefined {
  const [, name, state] = /\((.*)\) (\S)/s.exec(readIfExists(`/proc/${pid}/stat`) ?? "") ?? [];
  return name && state ? { name, state } : undefined;
}

export function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "ESRCH"].includes(code)) return undefined;
    throw error;
  }
}
