import { fork } from "node:child_process";
import { once } from "node:events";
import type { TokenSettings } from "@/lib/boot/start-tokens";
import type { ProviderName } from "@/lib/token";
import type { TokenTimings } from "@/lib/token/deps";
import { bundleTokenProcess } from "./bundle-token-process";

export interface TokenProcessSetup {
  settings: TokenSettings;
  /** Shorter than production's, for tests that live through leases. */
  timings?: { callTimeoutMs: number; timings: TokenTimings };
  /** How wrong the process's machine's clock is. */
  clockShiftMs?: number;
}

export interface TokenProcessCall {
  call: number;
  companyId: string;
  provider: ProviderName;
}

export interface TokenProcessAnswer {
  call: number;
  token?: string;
  /** The typed error's code, or "untyped", or "died". */
  code?: string;
  retryable?: boolean;
  message?: string;
}

/** Another process's token service, seen from the test. */
export interface TokenProcess {
  readonly pid: number;
  /** Where it answers GET /COMPANY/PROVIDER to callers that may hang up. */
  readonly url: string;
  /** What its machine's clock said when it was ready. */
  readonly clockMs: number;
  /** False once it has ended, whoever ended it. */
  readonly alive: boolean;
  /** Resolves with the answer, or with code "died" when the process ended first. */
  vend(companyId: string, provider: ProviderName): Promise<TokenProcessAnswer>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const SHIFT_CLOCK = new URL("./shift-clock.mjs", import.meta.url).href;

/** Starts a token process and waits until it is ready to vend. It ends, at the latest, with this process. */
export async function forkTokenProcess(setup: TokenProcessSetup): Promise<TokenProcess> {
  const { clockShiftMs } = setup;
  const child = fork(await bundleTokenProcess(), {
    execArgv: clockShiftMs === undefined ? [] : ["--import", SHIFT_CLOCK],
    env: {
      ...process.env,
      TOKEN_PROCESS_SETUP: JSON.stringify(setup),
      ...(clockShiftMs === undefined ? {} : { CLOCK_SHIFT_MS: String(clockShiftMs) }),
    },
    // Its log would drown the test's own output; what counts of it arrives as errors and counts.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const waiting = new Map<number, (answer: TokenProcessAnswer) => void>();
  const exited = once(child, "exit").then(() => {
    for (const [call, answer] of waiting) answer({ call, code: "died", retryable: true });
    waiting.clear();
  });
  const [first] = (await Promise.race([once(child, "message"), exited.then(() => [])])) as [
    { ready: string; clockMs: number }?,
  ];
  if (!first) throw new Error("A token process ended before it was ready.");
  child.on("message", (answer: TokenProcessAnswer) => {
    waiting.get(answer.call)?.(answer);
    waiting.delete(answer.call);
  });
  let calls = 0;
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    url: first.ready,
    clockMs: first.clockMs,
    get alive() {
      return isAlive();
    },
    vend: (companyId, provider) =>
      new Promise((resolve) => {
        const call = ++calls;
        if (!child.connected || !isAlive()) return resolve({ call, code: "died", retryable: true });
        waiting.set(call, resolve);
        // A process killed this instant closes its channel under us; its end answers the call.
        child.send({ call, companyId, provider } satisfies TokenProcessCall, () => {});
      }),
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
