import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TokenSettings } from "@/lib/boot/start-tokens";
import type { ProviderName } from "@/lib/token";
import type { TokenTimings } from "@/lib/token/deps";

export interface TokenProcessSetup {
  settings: TokenSettings;
  /** Shorter than production's, for tests that live through leases. */
  timings?: { callTimeoutMs: number; timings: TokenTimings };
}

export interface TokenProcessCall {
  call: number;
  companyId: string;
  provider: ProviderName;
}

export interface TokenProcessAnswer {
  call: number;
  token?: string;
  /** The typed error's code, or "untyped". */
  code?: string;
  retryable?: boolean;
  message?: string;
}

/** Another process's token service, seen from the test. */
export interface TokenProcess {
  readonly pid: number;
  /** Resolves with the answer, or with code "died" when the process ended first. */
  vend(companyId: string, provider: ProviderName): Promise<TokenProcessAnswer>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL("./token-process.ts", import.meta.url));

/** Starts a token process and waits until it is ready to vend. */
export async function forkTokenProcess(setup: TokenProcessSetup): Promise<TokenProcess> {
  const child = fork(SCRIPT, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, TOKEN_PROCESS_SETUP: JSON.stringify(setup) },
  });
  const waiting = new Map<number, (answer: TokenProcessAnswer) => void>();
  const exited = once(child, "exit").then(() => {
    for (const [call, answer] of waiting) answer({ call, code: "died", retryable: true });
    waiting.clear();
  });
  const [first] = await Promise.race([once(child, "message"), exited.then(() => ["died"])]);
  if (first !== "ready") throw new Error("A token process ended before it was ready.");
  child.on("message", (answer: TokenProcessAnswer) => {
    waiting.get(answer.call)?.(answer);
    waiting.delete(answer.call);
  });
  let calls = 0;
  return {
    pid: child.pid ?? 0,
    vend: (companyId, provider) =>
      new Promise((resolve) => {
        const call = ++calls;
        if (!child.connected) return resolve({ call, code: "died", retryable: true });
        waiting.set(call, resolve);
        child.send({ call, companyId, provider } satisfies TokenProcessCall);
      }),
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
