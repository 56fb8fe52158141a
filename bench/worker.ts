import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A process of the benchmark's own that answers one question at a time. */
export interface Worker<Question, Answer> {
  readonly process: ChildProcess;
  /** @throws {Error} The process ended instead. */
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a TypeScript file as a process and waits until it says `"ready"`. */
export async function startWorker<Question, Answer>(
  script: URL,
  environment: Record<string, string> = {},
): Promise<Worker<Question, Answer>> {
  const child = fork(script, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...environment },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code, signal]): never => {
    throw new Error(`${script.pathname} ended (${signal ?? code})`);
  });
  ended.catch(() => {});
  const next = async () => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message;
  };
  await next();
  return {
    process: child,
    ask: (question) => {
      const answer = next();
      child.send(question as object);
      return answer;
    },
    stop: async () => {
      child.disconnect(); // at which each of our workers exits
      await ended.catch(() => {});
    },
  };
}
