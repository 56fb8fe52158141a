import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Processes of this checkout whose app serves its build, which must then not be replaced. */
const FOLDER = ".data/build-users";

/** @returns What ends the entry. It also ends, at the latest, with this process. */
export function serveBuild(root: string): () => void {
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, String(process.pid));
  writeFileSync(entry, "");
  const leave = () => rmSync(entry, { force: true });
  process.once("exit", leave);
  return leave;
}

/** @throws {Error} Somebody else's app still serves the build that is about to be replaced. */
export function refuseIfServed(root: string): void {
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder)) {
    const pid = Number(entry);
    if (pid === process.pid) continue;
    if (!isAlive(pid)) rmSync(join(folder, entry), { force: true });
    else {
      throw new Error(
        `The sources changed, so the app must be built anew, but process ${pid} (a demo or a test run) ` +
          "serves the present build. End it, then run this again.",
      );
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
