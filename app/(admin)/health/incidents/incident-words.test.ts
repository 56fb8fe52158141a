import { describe, expect, test } from "vitest";
import { incidentEffect } from "../words";
import { durationWords, incidentTitle, whoActs } from "./incident-words";

const startedAt = new Date(Date.UTC(2026, 2, 3, 9));
const later = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000);
const providerName = "Xero";

describe("an incident in words", () => {
  test.each([
    [0.2, "1 min"],
    [12, "12 min"],
    [60, "1 h"],
    [192, "3 h 12 min"],
  ])("of %f minutes lasted %s", (minutes, words) => {
    expect(durationWords({ startedAt, endedAt: later(minutes) }, 0)).toBe(words);
    expect(durationWords({ startedAt, endedAt: null }, later(minutes).getTime())).toBe(words);
  });

  test("says who must act, and never that a customer must", () => {
    expect(whoActs({ owner: "provider", providerName })).toContain("we retry until Xero answers");
    expect(whoActs({ owner: "us", providerName })).toContain("Customers have nothing to do");
  });

  test("tells what is from what was", () => {
    expect(incidentTitle({ owner: "provider", providerName, endedAt: null })).toBe("Xero is failing");
    expect(incidentTitle({ owner: "us", providerName, endedAt: startedAt })).toBe(
      "Xero refused Countersign itself",
    );
    expect(incidentEffect(1)).toMatch(/^1 company is affected\./);
    expect(incidentEffect(2000)).toMatch(/^2,000 companies are affected\./);
  });
});
