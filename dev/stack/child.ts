import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";

const END_PATIENCE_MS = 5_000;

interface ChildOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** A file that gets the output; without one it goes to the terminal. */
  logFile?: string | undefined;
}

/** A program of this stack that runs until it is ended. */
export interface Child {
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it, with how. */
  readonly ended: Promise<string>;
  /** Asks it to end, and kills it when it doesn't within five seconds. */
  end(): Promise<void>;
}

/** Runs a script with this Node. It is killed, at the latest, when this process exits. */
export function startChild(script: string, args: string[], { cwd, env, logFile }: ChildOptions): Child {
  const output = logFile === undefined ? "inherit" : openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ["ignore", output, output] });
  const killAtExit = () => void child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not start: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  void ended.then(() => process.off("exit", killAtExit));
  return { pid: child.pid ?? 0, ended, end: () => end(child, ended) };
}

/**
 * Runs a script with this Node to its end. dev/command.ts would do, but ends the whole process at the first signal,
 * and a stack has things to put in order first.
 *
 * @param what Names it in the error.
 * @throws {Error} It failed; the message ends with what it printed.
 */
export async function runScript(
  what: string,
  script: string,
  args: string[],
  env: Record<string, string>,
): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killAtExit = () => void child.kill("SIGKILL");
  process.once("exit", killAtExit);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  process.off("exit", killAtExit);
  if (code !== 0) throw new Error(`${what} failed:\n${output.slice(-4_000)}`);
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const kill = setTimeout(() => child.kill("SIGKILL"), END_PATIENCE_MS);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(kill);
}
