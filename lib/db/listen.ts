import { backOff } from "@/lib/time/back-off";
import { type NotificationRoute, openHearing } from "./hearing";

interface ListenOptions extends NotificationRoute {
  channel: string;
  onNotification: (payload: string) => void;
  /** Called when notifications can be heard, and again after every reconnect. */
  onUp: () => void;
  /** Called when they no longer can: something may be missed from here on. */
  onDown: () => void;
  /** The database's clock, in epoch milliseconds, as of the moment of the call. */
  onClock?: (databaseNowMs: number) => void;
}

/** Hears one channel of Postgres for as long as the process lives. */
export interface Listener {
  /** Resolves once the first connection is up, or has failed and is being retried. */
  readonly started: Promise<void>;
  stop(): Promise<void>;
}

const RECONNECT = { firstMs: 50, maxMs: 2_000 };

/** Keeps a channel heard, noticing within seven seconds when notifications no longer arrive. */
export function listen(options: ListenOptions): Listener {
  let stopped = false;
  let end: (() => Promise<void>) | undefined;
  let firstTry: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    firstTry = resolve;
  });

  const run = async () => {
    for (let failures = 0; !stopped; failures++) {
      const connection = await openHearing(options).catch(() => undefined);
      if (connection && !stopped) {
        failures = 0;
        end = connection.end;
        options.onUp();
        firstTry();
        await connection.lost;
        options.onDown();
      }
      await connection?.end();
      firstTry();
      if (!stopped) await pause(backOff(RECONNECT, failures));
    }
  };
  const running = run();
  return {
    started,
    stop: async () => {
      stopped = true;
      await end?.();
      await running;
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
