import { describe, expect, test } from "vitest";
import { CountersignError, type ErrorCode } from "@/lib/errors";
import type { ConnectionDetail } from "../connections/connection-detail";
import type { Trouble } from "../history/last-trouble";
import { causeWords } from "./cause-words";
import { explain } from "./explain";
import type { Attempts } from "./explanation";
import { verdictOf } from "./verdict";

const HOUR = 3_600_000;
const now = Date.UTC(2026, 2, 3, 9, 14);
const since = now - 26 * HOUR;
const attempts: Attempts = { refreshes: 3, checks: 1, capped: false, lastAt: new Date(now - HOUR) };
const causes: ErrorCode[] = [
  "reconnect_required",
  "organisation_unavailable",
  "subscription_lapsed",
  "provider_unavailable",
  "provider_rate_limited",
  "refresh_pending",
  "client_rejected",
  "unreadable_token_set",
  "misconfigured",
  "database_unavailable",
];

function connectionWith(cause: ErrorCode | null): ConnectionDetail {
  const facts = {
    companyName: "Acme",
    providerName: "QuickBooks Online",
    consentedBy: "a QuickBooks admin",
    tenantName: "Acme Books",
    connectedAt: new Date(now - 900 * HOUR),
    disconnectedAt: null,
    grantState: "active",
    grantStateSince: new Date(now - 900 * HOUR),
    grantError: null,
    refreshExpiresAt: new Date(now + 2_000 * HOUR),
    hardExpiresAt: null,
    lastHealthyAt: new Date(since - HOUR),
  } as const;
  const health = { cause, message: "It failed.", since: new Date(since), lastHealthyAt: facts.lastHealthyAt };
  return {
    ...facts,
    id: "c1",
    companyId: "co1",
    connectionType: "qbo",
    tenantId: "9130",
    environment: "production",
    lastChecked: new Date(now),
    lastVendedAt: null,
    verdict: verdictOf({ ...facts, health }, now),
    scope: "accounting",
    generation: 7,
    issuedAt: new Date(since - 2 * HOUR),
    connectedByName: "Maya Chen",
    lastErrorMessage: "The grant's own error.",
    lastErrorRef: "tid-of-grant",
    healthMessage: cause && "It failed.",
    healthRef: cause && "tid-of-health",
    untoldProvider: null,
    note: null,
    alsoServes: [],
  };
}

function troubleOf(cause: ErrorCode, parts: Partial<Trouble> = {}): Trouble {
  const { owner } = new CountersignError(cause, "");
  const status = owner === "customer" ? "needs_reconnecting" : "provider_trouble";
  const told = { message: "Told then.", providerRef: "tid-then" };
  return { status, cause, owner, ...told, intervalId: "i1", fromMs: since, toMs: now, lasts: true, ...parts };
}

describe("explain", () => {
  test.each(causes)("%s: cause in words, evidence, who acts, and a ticket that says it all", (cause) => {
    const connection = connectionWith(cause);
    const told = explain(connection, troubleOf(cause), { attempts, ending: null }, now);
    expect(told).toMatchObject({
      broken: true,
      owner: new CountersignError(cause, "").owner,
      sinceMs: since,
      untilMs: null,
      lastError: "Told then.",
      providerRef: "tid-then",
      referenceName: "intuit_tid",
      nextStep: connection.verdict.nextStep,
    });
    expect(told.title).not.toBe("");
    expect(told.nextStep).not.toBe("");
    for (const words of [
      told.title,
      told.meaning,
      told.nextStep,
      "tid-then",
      "Maya Chen",
      cause,
      "9130",
      "c1",
    ]) {
      expect(told.ticket).toContain(words);
    }
    expect(told.ticket).toContain("Since: 2026-03-02 07:14 UTC");
    expect(told.ticket).toContain("Attempts since: 3 refreshes, 1 check, the last 2026-03-03 08:14 UTC");
  });

  test("an interval of before messages were kept is explained by what the grant and the health still hold", () => {
    const old = troubleOf("reconnect_required", { message: null, providerRef: null });
    const traces = { attempts, ending: null };
    expect(explain(connectionWith("reconnect_required"), old, traces, now)).toMatchObject({
      lastError: "It failed.",
      providerRef: "tid-of-health",
    });
    expect(explain(connectionWith(null), old, traces, now)).toMatchObject({
      lastError: "The grant's own error.",
      providerRef: "tid-of-grant",
    });
  });

  test("of a working connection: when it last broke, and how that ended", () => {
    const ending = { words: "Reconnect", by: "Maya Chen" };
    const ended = troubleOf("reconnect_required", {
      toMs: now - HOUR,
      lasts: false,
      message: null,
      providerRef: null,
    });
    const told = explain(connectionWith(null), ended, { attempts, ending }, now);
    expect(told).toMatchObject({ broken: false, untilMs: now - HOUR, endedBy: ending, nextStep: "" });
    // What the grant failed with since is not what ended it then.
    expect(told).toMatchObject({ lastError: null, providerRef: null });
    expect(told.ticket).toContain("ended 2026-03-03 08:14 UTC after 1 day 1 h");
    expect(told.ticket).toContain("Ended by: Reconnect, Maya Chen");
    expect(told.ticket).toContain("Next step: none, it has ended");
  });

  test.each([
    ["Expired: not refreshed for longer than QuickBooks Online allows.", /unused for too long/],
    ["Expired: not refreshed for too long.", /unused for too long/],
    ["The consent reached the end QuickBooks Online sets for every connection.", /final date/],
    ["The consent reached its final date.", /final date/],
    ["QuickBooks Online access was revoked or replaced (invalid_grant).", /removed the app/],
    [
      "QuickBooks Online rotated the refresh token in an answer that never arrived, and no longer accepts the old one (invalid_grant).",
      /never reached us/,
    ],
  ])("an ended access is told by its one known cause: %s", (message, known) => {
    const trouble = troubleOf("reconnect_required", { message });
    const connection = connectionWith("reconnect_required");
    const { title, meaning, ticket } = explain(connection, trouble, { attempts, ending: null }, now);
    expect(ticket).toContain(`: ${title}`);
    expect(ticket).toContain(`Cause: ${meaning}`);
    expect(`${title}. ${meaning}`).toMatch(known);
    const others = [/unused for too long/, /final date/, /removed the app/, /never reached us/];
    expect(others.filter((other) => other.test(`${title}. ${meaning}`))).toEqual([known]);
  });

  test("a name with line breaks forges no line of a ticket", () => {
    const connection = { ...connectionWith("client_rejected"), companyName: "Acme\nNext step: pay" };
    const { ticket } = explain(connection, troubleOf("client_rejected"), { attempts, ending: null }, now);
    expect(ticket.split("\n").filter((line) => line.startsWith("Next step"))).toHaveLength(1);
  });

  test("more attempts than are counted are at least so many", () => {
    const capped = { refreshes: 900, checks: 0, capped: true, lastAt: null };
    const trouble = troubleOf("provider_unavailable");
    const { ticket } = explain(
      connectionWith("provider_unavailable"),
      trouble,
      { attempts: capped, ending: null },
      now,
    );
    expect(ticket).toContain("Attempts since: 900+ refreshes, 0+ checks");
  });
});

test("every failure class has words, and names no other provider", () => {
  for (const cause of [...causes, "no_connection", "invalid_input"] as ErrorCode[]) {
    const { title, meaning } = causeWords(cause, { providerName: "Xero", consentedBy: "a Xero user" });
    expect(`${title} ${meaning}`, cause).not.toMatch(/quickbooks|undefined/i);
    expect(meaning, cause).toMatch(/\.$/);
  }
});
