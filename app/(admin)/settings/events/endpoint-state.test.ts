import { expect, test } from "vitest";
import type { EndpointView } from "@/lib/events";
import { endpointState } from "./endpoint-state";
import { getsWords } from "./words";

const at = new Date("2026-03-03T09:14:00Z");
const endpoint: EndpointView = {
  id: "e1",
  target: "https://events.example.com",
  types: [],
  allCompanies: true,
  companyIds: [],
  createdAt: at,
  createdByName: "Ada",
  disabledAt: null,
  disabledWhy: null,
  previousUntil: null,
  last: null,
  waiting: 0,
  failed: 0,
};
const failure = { deliveredAt: null, lastStatus: 500, lastError: "500", nextAttemptAt: at };

test.each([
  ["nothing was sent yet", {}, "On"],
  ["the last message arrived", { last: { ...failure, deliveredAt: at } }, "On"],
  ["the last message failed", { last: failure }, "Failing"],
  ["a person turned it off", { disabledAt: at, disabledWhy: "person", last: failure }, "Off"],
  ["it answered 410", { disabledAt: at, disabledWhy: "gone" }, "Turned off"],
  ["a message failed every attempt", { disabledAt: at, disabledWhy: "failed" }, "Turned off"],
] as const)("when %s, an endpoint is shown so", (_, changes, word) => {
  expect(endpointState({ ...endpoint, ...changes }).word).toBe(word);
});

test("what it takes is said in a few words", () => {
  expect(getsWords(endpoint)).toBe("Every event, every company");
  const some = { types: ["connection.broken" as const], allCompanies: false, companyIds: ["a", "b"] };
  expect(getsWords({ ...endpoint, ...some })).toBe("1 type, 2 companies");
});
