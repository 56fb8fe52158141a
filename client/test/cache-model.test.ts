import { expect, test } from "vitest";
import { seededRandom } from "@/dev/demo/random";
import { Countersign, CountersignError, type Token } from "../src/index.js";
import { Model, type ModelConnection } from "./model.js";
import { VirtualClock } from "./virtual-clock.js";

/** CLIENT_STEPS=10000 is the whole of it. */
const STEPS = Number(process.env.CLIENT_STEPS ?? 2_000);
const MINUTE_MS = 60_000;
const CONFIRMED_FOR_MS = 5 * MINUTE_MS;
/** What was begun in an outage may go on for so long after it: tries, their time limits and their waits. */
const AFTER_OUTAGE_MS = 3 * MINUTE_MS;

test(`${STEPS} generated steps give no expired token, no older one, and none of a disconnected company after five minutes`, async () => {
  const random = seededRandom(39);
  const clock = new VirtualClock();
  const model = new Model(clock, random);
  const countersign = new Countersign({
    url: "http://countersign.test",
    key: "key",
    clock,
    fetch: model.fetch,
  });
  const wrong: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };

  const judge = (connection: ModelConnection, token: Token, seen: number) => {
    const nowMs = clock.nowMs();
    const truth = model.issued.get(token.accessToken);
    if (!truth) return wrong.push("a token that nobody issued");
    if (truth.endsAtMs <= nowMs) wrong.push(`expired ${nowMs - truth.endsAtMs} ms ago`);
    if (token.generation < seen) wrong.push(`${token.generation} after ${seen}`);
    const mayServeUntilMs = Math.max(
      (truth.disconnectedAtMs ?? Number.POSITIVE_INFINITY) + CONFIRMED_FOR_MS,
      model.lastTroubleMs() + AFTER_OUTAGE_MS,
    );
    if (nowMs > mayServeUntilMs) wrong.push(`disconnected ${nowMs - (truth.disconnectedAtMs ?? 0)} ms ago`);
    connection.seen = Math.max(connection.seen, token.generation);
    count("token");
    return undefined;
  };
  const ask = async (connection: ModelConnection, work: Promise<Token>) => {
    const { seen } = connection;
    try {
      judge(connection, await work, seen);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      count(error.code);
    }
  };

  for (let step = 0; step < STEPS; step++) {
    const connection = random.pick(model.connections);
    const { company, seen } = connection;
    const minTtlSeconds = random.chance(0.1) ? random.between(60, 3_600) : 0;
    const options = { minTtlSeconds };
    const gets = () => ask(connection, countersign.tokens.get(company, "qbo", options));
    const rejects = () => ask(connection, countersign.tokens.reject(company, "qbo", Math.max(1, seen)));
    const turn = random.next();
    if (turn < 0.5) await clock.until(Promise.all(Array.from({ length: random.between(1, 3) }, gets)));
    else if (turn < 0.6) await clock.until(Promise.all([rejects(), rejects(), gets()]));
    else if (turn < 0.9)
      await clock.advance(random.pick([500, 10_000, MINUTE_MS, 4 * MINUTE_MS, 25 * MINUTE_MS]));
    else if (turn < 0.93) model.toggleConnected(connection);
    else if (turn < 0.95) model.beginOutage();
    else model.endOutage();
  }
  expect(wrong).toEqual([]);
  expect(Object.keys(counts)).toEqual(
    expect.arrayContaining([
      "token",
      "no_connection",
      "unreachable",
      "rejected_too_soon",
      "token_rejected_again",
    ]),
  );
  expect(counts.token).toBeGreaterThan(STEPS / 3);
});
