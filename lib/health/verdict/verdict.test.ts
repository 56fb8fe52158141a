import { describe, expect, test } from "vitest";
import { type ConnectionFacts, verdictOf } from "./verdict";

const now = Date.UTC(2026, 2, 3, 9, 14);
const day = 86_400_000;
const at = (days: number) => new Date(now + days * day);

const working: ConnectionFacts = {
  companyName: "Acme",
  providerName: "QuickBooks Online",
  consentedBy: "a QuickBooks admin",
  tenantName: "Acme Books",
  disconnectedAt: null,
  grantState: "active",
  grantStateSince: at(-90),
  grantError: null,
  refreshExpiresAt: at(99),
  hardExpiresAt: at(1_700),
  health: { cause: null, message: null, since: at(-90), lastHealthyAt: at(0) },
};

describe("verdictOf", () => {
  test("calls a healthy connection working, with the rolling deadline", () => {
    const verdict = verdictOf(working, now);
    expect(verdict).toMatchObject({ status: "working", owner: null, nextStep: "" });
    expect(verdict.deadline).toEqual({ at: at(99), kind: "rolling" });
  });

  test("says who must reconnect, and what stops, once the provider ended the grant", () => {
    const ended = {
      ...working,
      grantState: "needs_reconnecting",
      grantStateSince: at(-1),
      grantError: "Revoked.",
    } as const;
    expect(verdictOf(ended, now)).toMatchObject({
      status: "needs_reconnecting",
      since: at(-1),
      owner: "customer",
      sentence: "Revoked. QuickBooks Online data stopped then.",
      nextStep: "A QuickBooks admin must reconnect.",
    });
  });

  test("counts from the deadline that passed, however much later the provider was asked", () => {
    const askedToday = {
      ...working,
      refreshExpiresAt: at(-3),
      grantState: "needs_reconnecting",
      grantError: "Token invalid.",
    } as const;
    for (const grantStateSince of [at(0), at(-3)]) {
      expect(verdictOf({ ...askedToday, grantStateSince }, now)).toEqual(
        verdictOf({ ...working, refreshExpiresAt: at(-3) }, now),
      );
    }
    expect(verdictOf({ ...askedToday, grantStateSince: at(-4) }, now)).toMatchObject({ since: at(-4) });
  });

  test("asks for a reconnect when the organisation shut us out though the grant lives", () => {
    const health = {
      ...working.health,
      cause: "organisation_unavailable",
      message: "403.",
      since: at(-2),
      lastHealthyAt: null,
    } as const;
    expect(verdictOf({ ...working, health }, now)).toMatchObject({
      status: "needs_reconnecting",
      since: at(-2),
    });
  });

  test("sends nobody to the consent page for a subscription that has ended", () => {
    const health = {
      cause: "subscription_lapsed",
      message: "Lapsed (6190).",
      since: at(-2),
      lastHealthyAt: null,
    } as const;
    const verdict = verdictOf({ ...working, health }, now);
    expect(verdict).toMatchObject({ status: "needs_reconnecting", owner: "customer", consentHelps: false });
    expect(verdict.nextStep).toContain("must renew the subscription");
    expect(verdict.nextStep).not.toContain("must reconnect");
  });

  test.each([
    ["provider_unavailable", "provider", "we retry until"],
    ["provider_rate_limited", "provider", "slow down"],
    ["client_rejected", "us", "configuration is wrong"],
  ] as const)("keeps the customer out of %s", (cause, owner, remedy) => {
    const health = { cause, message: "It failed.", since: at(-0.1), lastHealthyAt: at(-1) };
    const verdict = verdictOf({ ...working, health }, now);
    expect(verdict).toMatchObject({ status: "provider_trouble", owner });
    expect(verdict.nextStep).toContain(remedy);
  });

  test.each([
    [
      "provider_unavailable",
      "provider",
      "QuickBooks Online has been failing since 09:00 UTC for 200 companies.",
    ],
    [
      "client_rejected",
      "us",
      "QuickBooks Online has been refusing Countersign itself since 09:00 UTC for 200 companies.",
    ],
  ] as const)("tells %s of the outage it is part of", (cause, owner, words) => {
    const incident = { owner, startedAt: new Date(now - 14 * 60_000), companies: 200 };
    const health = { cause, message: "It answered 503.", since: at(-0.005), lastHealthyAt: at(-1) };
    const verdict = verdictOf({ ...working, health, incident }, now);
    expect(verdict).toMatchObject({ status: "provider_trouble", consentHelps: false });
    expect(verdict.sentence).toBe(`${words} Data may be late. The connection is safe.`);
    expect(verdict.nextStep).toContain(
      owner === "provider" ? "Nothing to do:" : "The customer has nothing to do.",
    );
  });

  test("names the day of an outage that began on another", () => {
    const incident = { owner: "provider" as const, startedAt: at(-1), companies: 1 };
    const health = {
      cause: "provider_unavailable" as const,
      message: null,
      since: at(-1),
      lastHealthyAt: null,
    };
    expect(verdictOf({ ...working, health, incident }, now).sentence).toContain(
      "since 2 Mar 09:14 UTC for one company.",
    );
  });

  test("says nothing of an outage to whom it does not concern", () => {
    const incident = { owner: "provider" as const, startedAt: at(-0.1), companies: 9 };
    expect(verdictOf({ ...working, incident }, now)).toEqual(verdictOf(working, now));
    const ended = { ...working, grantState: "needs_reconnecting" } as const;
    expect(verdictOf({ ...ended, incident }, now)).toEqual(verdictOf(ended, now));
  });

  test.each([
    [14, "expiring_soon"],
    [14.01, "working"],
    [0.5, "expiring_soon"],
    [0, "needs_reconnecting"],
  ])("with %d days left says %s", (days, status) => {
    expect(verdictOf({ ...working, refreshExpiresAt: at(days) }, now).status).toBe(status);
  });

  test("warns of the hard end even while the rolling one keeps moving", () => {
    const verdict = verdictOf({ ...working, hardExpiresAt: at(10) }, now);
    expect(verdict).toMatchObject({ status: "expiring_soon", deadline: { kind: "hard" } });
    expect(verdict.sentence).toContain("10 days");
  });

  test("shows a connection that was disconnected on purpose as that, whatever else is true", () => {
    const gone = {
      ...working,
      disconnectedAt: at(-3),
      grantState: "revoked",
      refreshExpiresAt: at(-1),
    } as const;
    expect(verdictOf(gone, now)).toMatchObject({ status: "disconnected", since: at(-3), deadline: null });
  });
});
