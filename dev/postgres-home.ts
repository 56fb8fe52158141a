import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative, resolve } from "node:path";

/** Whom the server's programs run as, where this process may not run them itself. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * Where root keeps what the server's user must reach and can't: a clone in a home directory of mode 700 lets nobody in.
 * Only root may write here.
 */
const SHELTER = "/var/lib/countersign-dev";

/** For root, whom Postgres refuses to serve: the user "postgres", made if there is none. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("useradd", ["--system", "--user-group", "postgres"], { stdio: "pipe" });
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Makes the data directory. It becomes a link into the shelter where the user can't enter it. */
export function makeDataHome(dataDir: string, user: ServerUser | undefined, shelter = SHELTER): void {
  const wanted = resolve(dataDir);
  mkdirSync(join(wanted, ".."), { recursive: true });
  if (!user) {
    mkdirSync(wanted, { recursive: true });
    return;
  }
  if (!lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink()) {
    mkdirSync(wanted, { recursive: true });
    chownSync(wanted, user.uid, user.gid);
    if (may(user, "-w", wanted)) return;
    moveToShelter(wanted, shelter);
  }
  const sheltered = readlinkSync(wanted);
  mkdirSync(sheltered, { recursive: true });
  chownSync(sheltered, user.uid, user.gid);
}

function moveToShelter(wanted: string, shelter: string): void {
  const homes = join(shelter, "data");
  mkdirSync(homes, { recursive: true, mode: 0o755 });
  removeForsaken(homes);
  const home = join(homes, createHash("sha256").update(wanted).digest("hex").slice(0, 16));
  rmSync(home, { recursive: true, force: true });
  execFileSync("cp", ["-a", wanted, home], { stdio: "pipe" });
  writeFileSync(`${home}.of`, wanted);
  rmSync(wanted, { recursive: true });
  symlinkSync(home, wanted);
}

/** A data directory that was deleted took only the link with it. */
function removeForsaken(homes: string): void {
  for (const note of readdirSync(homes).filter((name) => name.endsWith(".of"))) {
    const home = join(homes, note.slice(0, -3));
    const link = lstatSync(readFileSync(join(homes, note), "utf8"), { throwIfNoEntry: false });
    if (link?.isSymbolicLink() || existsSync(join(home, "cluster", "postmaster.pid"))) continue;
    rmSync(home, { recursive: true, force: true });
    rmSync(join(homes, note));
  }
}

/**
 * The programs where the user may run them: in their package, or a copy in the shelter.
 *
 * @param programs Absolute paths below `packageDir`, by name.
 * @param version Of the package: another one gets a copy of its own.
 */
export function reachablePrograms<Name extends string>(
  programs: Record<Name, string>,
  { packageDir, version, user, shelter = SHELTER }: ProgramHome,
): Record<Name, string> {
  const entries = Object.entries<string>(programs);
  if (!user || entries.every(([, path]) => may(user, "-x", path))) return programs;
  const home = join(shelter, `postgres-${version}`);
  if (!existsSync(home)) {
    const making = `${home}.${process.pid}`;
    mkdirSync(shelter, { recursive: true, mode: 0o755 });
    cpSync(packageDir, making, { recursive: true, verbatimSymlinks: true });
    if (existsSync(home)) rmSync(making, { recursive: true });
    else renameSync(making, home);
  }
  const real = realpathSync(packageDir);
  const moved = entries.map(([name, path]) => [name, join(home, relative(real, realpathSync(path)))]);
  return Object.fromEntries(moved) as Record<Name, string>;
}

interface ProgramHome {
  packageDir: string;
  version: string;
  user: ServerUser | undefined;
  shelter?: string;
}

function may({ uid, gid }: ServerUser, test: "-w" | "-x", path: string): boolean {
  return spawnSync("test", [test, path], { uid, gid, cwd: "/" }).status === 0;
}
