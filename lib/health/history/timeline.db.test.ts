import { beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture, type FixtureChange } from "@/dev/vitest/health-fixture";
import { openDatabase } from "@/lib/db";
import { findLastTrouble } from "./last-trouble";
import type { Subject } from "./read-history";
import { readTimeline, TIMELINE_SIZE, type TimelineEvent } from "./timeline";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 2, 31, 10, 30);
const database = openDatabase({ url: await testDatabaseUrl() });
const asOf = (nowMs: number) => ({ database, clock: { nowMs: () => nowMs } });

const add = (
  changes: FixtureChange[],
  life: { refreshExpiresAtMs?: number; disconnectedAtMs?: number } = {},
) =>
  addHealthFixture(database, {
    connectedAtMs: now - 200 * DAY,
    refreshExpiresAtMs: now + 59 * DAY,
    changes,
    ...life,
  });

const ago = (
  hours: number,
  cause: FixtureChange["cause"],
  rest: Partial<FixtureChange> = {},
): FixtureChange => ({
  atMs: now - hours * HOUR,
  cause,
  ...rest,
});

describe("readTimeline", () => {
  let subject: Subject;
  const CHANGES = 53;
  beforeAll(async () => {
    const flap = (_: unknown, index: number) =>
      ago(CHANGES - index, index % 2 === 0 ? null : "provider_unavailable");
    subject = await add(Array.from({ length: CHANGES }, flap));
  });

  test("every change is on one page, newest first, whole from its beginning to its end", async () => {
    const events: TimelineEvent[] = [];
    let from: string | undefined;
    for (let pages = 0; pages < 5; pages++) {
      const page = await readTimeline(asOf(now), subject, from);
      expect(page.hasNewer).toBe(pages > 0);
      expect(page.events.length).toBeLessThanOrEqual(TIMELINE_SIZE);
      events.push(...page.events);
      if (!page.olderId) break;
      from = page.olderId;
    }
    expect(events).toHaveLength(CHANGES);
    expect(new Set(events.map(({ id }) => id)).size).toBe(CHANGES);
    for (const [index, event] of events.entries()) {
      expect(event.fromMs).toBe(now - (index + 1) * HOUR);
      expect(event.toMs).toBe(now - index * HOUR);
      expect(event.open).toBe(index === 0);
    }
  });

  test("an event's address begins with it; one that is none begins with the newest", async () => {
    const { events, olderId } = await readTimeline(asOf(now), subject, undefined);
    const { events: older } = await readTimeline(asOf(now), subject, olderId ?? "");
    expect(older[0]?.id).toBe(olderId);
    expect((await readTimeline(asOf(now), subject, "nothing")).events).toEqual(events);
  });

  test("another connection's event is none of this one's", async () => {
    const other = await add([ago(30, null)]);
    const { events } = await readTimeline(asOf(now), other, undefined);
    expect((await readTimeline(asOf(now), subject, events[0]?.id)).events[0]?.fromMs).toBe(now - HOUR);
  });

  test("a deadline that nobody saw pass is an event of its own", async () => {
    const lapsed = await add([ago(500, null)], { refreshExpiresAtMs: now - HOUR });
    const { events } = await readTimeline(asOf(now), lapsed, undefined);
    expect(events.map(({ status, open }) => [status, open])).toEqual([
      ["needs_reconnecting", true],
      ["expiring_soon", false],
      ["working", false],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });
});

describe("findLastTrouble", () => {
  test("is the one that lasts", async () => {
    const ref = { message: "Xero answered 503.", providerRef: "tid-1" };
    const subject = await add([ago(99, null), ago(2, "provider_unavailable", ref)]);
    expect(await findLastTrouble(asOf(now), subject)).toMatchObject({
      status: "provider_trouble",
      owner: "provider",
      ...ref,
      fromMs: now - 2 * HOUR,
      toMs: now,
      lasts: true,
    });
  });

  test("is the newest that ended, however much was well since", async () => {
    const subject = await add([
      ago(99, "client_rejected"),
      ago(90, null),
      ago(50, "reconnect_required"),
      ago(26, null),
    ]);
    expect(await findLastTrouble(asOf(now), subject)).toMatchObject({
      cause: "reconnect_required",
      fromMs: now - 50 * HOUR,
      toMs: now - 26 * HOUR,
      lasts: false,
    });
  });

  test("a disconnect on purpose is none", async () => {
    const subject = await add([ago(99, null), ago(5, "no_connection")], { disconnectedAtMs: now - 5 * HOUR });
    expect(await findLastTrouble(asOf(now), subject)).toBeUndefined();
  });

  test("a deadline that passed unseen is one", async () => {
    const subject = await add([ago(999, "client_rejected"), ago(990, null)], {
      refreshExpiresAtMs: now - 7 * HOUR,
    });
    expect(await findLastTrouble(asOf(now), subject)).toMatchObject({
      cause: "reconnect_required",
      owner: "customer",
      fromMs: now - 7 * HOUR,
      toMs: now,
    });
  });

  test("of a connection that always worked there is none", async () => {
    expect(await findLastTrouble(asOf(now), await add([ago(99, null)]))).toBeUndefined();
    expect(await findLastTrouble(asOf(now), await add([]))).toBeUndefined();
  });
});
