import type { Clock } from "@/lib/clock";
import { type Database, listen, type NotificationRoute } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { MINUTE_MS } from "@/lib/time/durations";
import type { ApiKey, KeyVerifier } from "../api-key";
import { hashSecret, parseKey } from "../key-value";
import { KEY_CHANNEL } from "../notify-key";
import { EndedUses } from "./ended-uses";
import { KeyCache } from "./key-cache";
import { KnownSecrets } from "./known-secrets";
import { RefusalBucket } from "./refusal-bucket";
import { isAllowedFrom, judgeSecret, readKey, type Shown, storedKey } from "./stored-key";
import { UsedKeys } from "./used-keys";

interface KeyVerifierDeps {
  database: Database;
  /** Where changes of keys are told and heard. */
  notifications: NotificationRoute;
  clock: Clock;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

/** A verifier that runs until it is stopped. */
export interface RunningKeyVerifier extends KeyVerifier {
  /** Resolves once changes are heard, or can't be for now. */
  readonly started: Promise<void>;
  /** Writes down which keys this process let in; done every minute without being asked. */
  saveUses(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts telling keys apart for one process. A key that ends is refused by all of them as soon as its notification
 * arrives; while none can be heard, every key is looked up.
 */
export function createKeyVerifier(deps: KeyVerifierDeps): RunningKeyVerifier {
  const { database, notifications, log } = deps;
  const desk = new KeyDesk(deps);
  const listener = listen({
    ...notifications,
    channel: KEY_CHANNEL,
    onNotification: (id) => desk.cache.forget(id),
    onUp: () => desk.cache.turnOn(),
    onDown: () => desk.cache.turnOff(),
  });
  const saveUses = () =>
    desk.used
      .save(database)
      .catch((error: Error) => log.warn({ error: error.message }, "Uses of API keys wait for the database"));
  const saving = setInterval(saveUses, MINUTE_MS);
  saving.unref();
  return {
    started: listener.started,
    verify: (presented, address) => desk.verify(presented, address),
    saveUses,
    stop: async () => {
      clearInterval(saving);
      await listener.stop();
      await Promise.all([saveUses(), desk.ended.written()]);
    },
  };
}

type Found = Awaited<ReturnType<typeof readKey>>;

/** Judges what callers show. */
class KeyDesk {
  readonly cache = new KeyCache<Found>();
  readonly used = new UsedKeys();
  readonly ended: EndedUses;
  readonly #bucket = new RefusalBucket();
  readonly #known = new KnownSecrets();

  constructor(private readonly deps: Pick<KeyVerifierDeps, "database" | "clock" | "log">) {
    this.ended = new EndedUses(deps);
  }

  verify(presented: string | undefined, address: string): ApiKey | Promise<ApiKey> {
    if (presented === undefined) throw refusal();
    const nowMs = this.deps.clock.nowMs();
    const parts = parseKey(presented);
    if (!parts) {
      this.#bucket.take(address, nowMs);
      throw refusal();
    }
    const { id, environment, secret } = parts;
    const shown: Shown = { id, environment, address, secretHash: hashSecret(secret) };
    const kept = this.cache.get(id, nowMs);
    if (kept && judgeSecret(kept.row, shown, nowMs) === "good" && isAllowedFrom(kept, address)) {
      this.used.note(id, nowMs);
      return kept.key;
    }
    return this.#lookUp(shown);
  }

  async #lookUp(shown: Shown): Promise<ApiKey> {
    const { id, address } = shown;
    const mark = this.cache.mark();
    const joined = this.cache.underWay(id);
    // Who joins costs no query; and one that was good from here before is not kept out by another's wrong keys.
    const isTaken = !joined && !this.#known.has(shown);
    if (isTaken) this.#bucket.take(address, this.deps.clock.nowMs());
    const giveBack = () => isTaken && this.#bucket.giveBack(address, this.deps.clock.nowMs());
    const read = () => readKey(this.deps.database, id);
    const row = await (joined ?? this.cache.read(id, read)).catch((error: unknown) => {
      giveBack();
      throw error;
    });
    const key = this.#judge(row, shown, mark);
    if (key) giveBack();
    else if (!isTaken) this.#bucket.charge(address, this.deps.clock.nowMs());
    if (key) return key;
    throw refusal();
  }

  /** @returns Undefined for whatever opens nothing here. */
  #judge(row: Found, shown: Shown, mark: number): ApiKey | undefined {
    const { id, address } = shown;
    const nowMs = this.deps.clock.nowMs();
    const judgement = judgeSecret(row, shown, nowMs);
    if (!row || judgement === "wrong") return undefined;
    if (judgement !== "good") {
      this.#known.forget(shown);
      this.ended.note({ id, name: row.name, ending: judgement, address });
      return undefined;
    }
    const kept = this.cache.get(id, nowMs);
    const stored = kept?.row === row ? kept : storedKey(row);
    if (!isAllowedFrom(stored, address)) {
      this.#known.forget(shown);
      return undefined;
    }
    this.cache.put(id, stored, mark, nowMs);
    this.#known.add(shown);
    this.used.note(id, nowMs);
    return stored.key;
  }
}

/** The same words for no key, an unknown one, a wrong secret, an ended one and one that is used from elsewhere. */
function refusal(): CountersignError {
  return new CountersignError("invalid_token", "This key is not valid.", {
    nextStep: "Send a valid key as a bearer token. An admin makes keys on the settings page.",
  });
}
