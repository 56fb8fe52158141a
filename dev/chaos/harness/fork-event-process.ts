import { fork } from "node:child_process";
import { once } from "node:events";
import { bundledProgram } from "@/dev/bundled-program";

/** What every change that is rolled back says. */
export const ROLLED_BACK = "This was rolled back.";

export interface EventProcessSetup {
  databaseUrl: string;
  encryptionKey: string;
  /** Where the receiver of webhooks listens. */
  port: number;
  companyIds: readonly string[];
}

/** Another process that relays and sends events. */
export interface EventProcess {
  /** From here on it makes changes, until it is killed; resolves with the first. */
  begin(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts one and waits until it relays. It ends, at the latest, with this process. */
export async function forkEventProcess(setup: EventProcessSetup): Promise<EventProcess> {
  const child = fork(await bundledProgram("dev/chaos/harness/event-process.ts"), {
    env: { ...process.env, EVENT_PROCESS_SETUP: JSON.stringify(setup) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child, "message"),
    exited.then(() => {
      throw new Error("An event process ended before it was ready.");
    }),
  ]);
  return {
    begin: async () => {
      const begun = once(child, "message");
      child.send("begin");
      await begun;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
