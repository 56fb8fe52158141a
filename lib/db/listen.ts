import pg from "pg";

interface ListenOptions {
  url: string;
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

const HEARTBEAT_MS = 5_000;
const HEARTBEAT_TIMEOUT_MS = 2_000;
const RECONNECT_MAX_MS = 2_000;

/**
 * Keeps a LISTEN connection open, noticing a silently dead one within seven seconds by its heartbeat.
 *
 * @see https://www.postgresql.org/docs/current/sql-listen.html
 */
export function listen(options: ListenOptions): Listener {
  let stopped = false;
  let end: (() => Promise<void>) | undefined;
  let firstTry: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    firstTry = resolve;
  });

  const run = async () => {
    for (let delayMs = 50; !stopped; delayMs = Math.min(delayMs * 2, RECONNECT_MAX_MS)) {
      const connection = await connect(options).catch(() => undefined);
      if (connection && !stopped) {
        delayMs = 50;
        end = connection.end;
        options.onUp();
        firstTry();
        await connection.lost;
        options.onDown();
      }
      await connection?.end();
      firstTry();
      if (!stopped) await pause(delayMs);
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

async function connect({ url, channel, onNotification, onClock }: ListenOptions) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: HEARTBEAT_TIMEOUT_MS,
    query_timeout: HEARTBEAT_TIMEOUT_MS,
    application_name: "countersign listener",
    keepAlive: true,
  });
  let lose: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  client.on("error", lose);
  client.on("end", lose);
  client.on("notification", (message) => onNotification(message.payload ?? ""));
  let heartbeat: NodeJS.Timeout | undefined;
  const end = async () => {
    clearInterval(heartbeat);
    await client.end().catch(() => {});
    lose();
  };
  const beat = async () => {
    const { rows } = await client.query<{ nowMs: number }>(
      `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "nowMs"`,
    );
    if (rows[0]) onClock?.(rows[0].nowMs);
  };
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    await beat();
  } catch (error) {
    await end();
    throw error;
  }
  heartbeat = setInterval(() => beat().catch(lose), HEARTBEAT_MS);
  heartbeat.unref();
  return { lost, end };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
