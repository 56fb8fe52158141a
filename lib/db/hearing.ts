import pg from "pg";
import { newId } from "./new-id";

/** Where notifications are heard, and where writers send them: past a pooler and through it, or the same. */
export interface NotificationRoute {
  readonly listenUrl: string;
  readonly sendUrl: string;
}

interface HearingOptions extends NotificationRoute {
  channel: string;
  onNotification: (payload: string) => void;
  /** The database's clock, in epoch milliseconds, as of the moment of the call. */
  onClock?: ((databaseNowMs: number) => void) | undefined;
}

/** A channel that is proven to be heard, until `lost` resolves. */
export interface Hearing {
  readonly lost: Promise<void>;
  end(): Promise<void>;
}

/** Both connections stand, and what is sent over one does not arrive over the other. */
export class NotHeardError extends Error {
  constructor(
    /** Whether a pooler stands where notifications are listened for. */
    readonly pooled: boolean,
  ) {
    super("Notifications do not arrive.");
  }
}

const HEARTBEAT_MS = 5_000;
const HEARTBEAT_TIMEOUT_MS = 2_000;

/**
 * Opens a LISTEN connection beside one that sends as the writers do. Every five seconds a notification of our own must
 * arrive within two: a link that looks well may be a pooler's, a standby's or another database's.
 *
 * @throws {NotHeardError} The first one did not arrive.
 * @see https://www.postgresql.org/docs/current/sql-listen.html
 */
export async function openHearing(options: HearingOptions): Promise<Hearing> {
  const [listener, sender] = [options.listenUrl, options.sendUrl].map(clientOf) as [pg.Client, pg.Client];
  let lose: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  for (const client of [listener, sender]) client.on("error", lose).on("end", lose);
  let heartbeat: NodeJS.Timeout | undefined;
  const end = async () => {
    clearInterval(heartbeat);
    await Promise.all([listener, sender].map((client) => client.end().catch(() => {})));
    lose();
  };
  const beats = beatsOn(listener, options);
  const beat = async () => {
    const text = `SELECT pg_notify($1, $2), extract(epoch FROM clock_timestamp())::float8 * 1000 AS "nowMs"`;
    const { id, arrived } = beats.expect();
    const { rows } = await sender.query<{ nowMs: number }>(text, [beats.channel, id]);
    if (rows[0]) options.onClock?.(rows[0].nowMs);
    await arrived;
  };
  try {
    await Promise.all([listener.connect(), sender.connect()]);
    const { rows } = await listener.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    beats.isPooled = rows[0]?.pid !== announcedPid(listener);
    for (const channel of [options.channel, beats.channel])
      await listener.query(`LISTEN ${listener.escapeIdentifier(channel)}`);
    await beat();
  } catch (error) {
    await end();
    throw error;
  }
  heartbeat = setInterval(() => beat().catch(lose), HEARTBEAT_MS);
  heartbeat.unref();
  return { lost, end };
}

function clientOf(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: HEARTBEAT_TIMEOUT_MS,
    query_timeout: HEARTBEAT_TIMEOUT_MS,
    application_name: "countersign listener",
    keepAlive: true,
  });
}

/** Tells notifications of our own, on a channel of our own, from those that were asked for. */
function beatsOn(listener: pg.Client, { channel, onNotification }: HearingOptions) {
  const beats = {
    channel: `countersign_beat_${newId()}`,
    isPooled: false,
    expect: () => {
      const id = newId();
      const arrived = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new NotHeardError(beats.isPooled));
        }, HEARTBEAT_TIMEOUT_MS);
        waiting.set(id, () => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve();
        });
      });
      arrived.catch(() => {}); // sending may fail before anyone waits for it
      return { id, arrived };
    },
  };
  const waiting = new Map<string, () => void>();
  listener.on("notification", (message) => {
    const payload = message.payload ?? "";
    if (message.channel === beats.channel) waiting.get(payload)?.();
    else if (message.channel === channel) onNotification(payload);
  });
  return beats;
}

/** A pooler tells its clients a number of its own for the server process that serves them. */
function announcedPid(client: pg.Client): unknown {
  return (client as pg.Client & { processID?: unknown }).processID;
}
