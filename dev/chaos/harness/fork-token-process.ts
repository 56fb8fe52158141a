import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { bundledProgram } from "@/dev/bundled-program";
import type { TokenSettings } from "@/lib/boot/start/start-tokens";
import type { JobPace } from "@/lib/jobs";
import type { ProviderName } from "@/lib/token";
import type { TokenTimings } from "@/lib/token/deps";

export interface TokenProcessSetup {
  settings: TokenSettings;
  /** Shorter than production's, for tests that live through leases. */
  timings?: { callTimeoutMs: number; timings: TokenTimings };
  /** How wrong the process's machine's clock is. */
  clockShiftMs?: number;
  /** It takes jobs too, at this pace. */
  jobs?: JobPace;
  /** With jobs: it goes by the time it is told, which is this at first. Otherwise by the database's. */
  nowMs?: number;
}

/** A vend, or the time. */
type Question = { companyId: string; provider: ProviderName } | { nowMs: number };
export type TokenProcessCall = { call: number } & Question;

/** Said of itself: these grants' jobs are about to be done. */
interface Took {
  took: string[];
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
  /** Resolves once the process goes by this time. */
  tell(nowMs: number): Promise<void>;
  /** Hears of each job that refreshes a grant before it is done. */
  onTook(hear: (grantId: string) => void): void;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** The first thing a process says, but for jobs it took before. */
interface Ready {
  ready: string;
  clockMs: number;
}

const SHIFT_CLOCK = new URL("./shift-clock.mjs", import.meta.url).href;

/** Starts a token process and waits until it is ready to vend. It ends, at the latest, with this process. */
export async function forkTokenProcess(setup: TokenProcessSetup): Promise<TokenProcess> {
  const { clockShiftMs } = setup;
  const child = fork(await bundledProgram(`dev/chaos/harness/${setup.jobs ? "job" : "token"}-process.ts`), {
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
  const hearers: ((grantId: string) => void)[] = [];
  child.on("message", (message: TokenProcessAnswer | Took | Ready) => {
    if ("took" in message) for (const grantId of message.took) for (const hear of hearers) hear(grantId);
    if (!("call" in message)) return;
    waiting.get(message.call)?.(message);
    waiting.delete(message.call);
  });
  const first = await Promise.race([readyOf(child), exited]);
  if (!first) throw new Error("A token process ended before it was ready.");
  let calls = 0;
  const ask = (question: Question) =>
    new Promise<TokenProcessAnswer>((resolve) => {
      const call = ++calls;
      if (!child.connected || !isAlive()) return resolve({ call, code: "died", retryable: true });
      waiting.set(call, resolve);
      // A process killed this instant closes its channel under us; its end answers the call.
      child.send({ call, ...question } satisfies TokenProcessCall, () => {});
    });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    url: first.ready,
    clockMs: first.clockMs,
    get alive() {
      return isAlive();
    },
    vend: (companyId, provider) => ask({ companyId, provider }),
    tell: async (nowMs) => {
      await ask({ nowMs });
    },
    onTook: (hear) => {
      hearers.push(hear);
    },
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

function readyOf(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    child.on("message", (message: object) => {
      if ("ready" in message) resolve(message as Ready);
    });
  });
}
