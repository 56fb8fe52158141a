import { describe, expect, test } from "vitest";
import { daysUntil, inDays } from "./days-until";
import { type ConnectionFacts, verdictOf } from "./verdict";

const HOUR_MS = 3_600_000;
const now = Date.UTC(2026, 10, 28, 8, 33);
const finalDate = new Date(Date.UTC(2026, 11, 1, 12, 51));

describe("the days until a deadline", () => {
  test.each([
    [Date.UTC(2026, 10, 28, 23, 59), "today"],
    [Date.UTC(2026, 10, 29, 0, 0), "tomorrow"],
    [Date.UTC(2026, 11, 1, 0, 1), "in 3 days"],
    [Date.UTC(2026, 11, 1, 23, 59), "in 3 days"],
  ])("are those between the dates that a person sees (%d: %s)", (at, words) => {
    expect(inDays(daysUntil(at, now))).toBe(words);
  });
});

describe("a final date that the idle limit has come up to", () => {
  const facts: ConnectionFacts = {
    companyName: "Crestline Roofing",
    providerName: "QuickBooks Online",
    consentedBy: "a QuickBooks admin",
    tenantName: "Crestline",
    disconnectedAt: null,
    grantState: "active",
    grantStateSince: new Date(now - HOUR_MS),
    grantError: null,
    refreshExpiresAt: finalDate,
    hardExpiresAt: finalDate,
    health: { cause: null, message: null, since: new Date(now - HOUR_MS), lastHealthyAt: new Date(now) },
  };

  test.each([0, 1_000, -1_000])("is final, whichever the provider rounds down (%d ms)", (ms) => {
    const refreshExpiresAt = new Date(finalDate.getTime() + ms);
    const verdict = verdictOf({ ...facts, refreshExpiresAt }, now);
    expect(verdict.deadline?.kind).toBe("hard");
    expect(verdict.sentence).toBe("Ends in 3 days. Only a new consent extends it.");
  });

  test("is not while a use can still move the idle limit on", () => {
    const hardExpiresAt = new Date(finalDate.getTime() + HOUR_MS);
    const verdict = verdictOf({ ...facts, hardExpiresAt }, now);
    expect(verdict.sentence).toBe("Ends in 3 days unless it is used.");
  });
});
