import { expect, test } from "vitest";
import { trustSentence, verdictSentence } from "./verdict-sentence";

const none = { needs_reconnecting: 0, provider_trouble: 0, expiring_soon: 0, working: 0, disconnected: 0 };

test("the sentence says how many work and how many need reconnecting", () => {
  expect(verdictSentence({ ...none, working: 38, expiring_soon: 2, needs_reconnecting: 2 })).toBe(
    "40 of 42 connections are working, 2 of them expire soon; 2 need reconnecting.",
  );
});

test("those that expire soon are told as a part of those that work, so that the other numbers add up", () => {
  const mixed = {
    working: 34,
    expiring_soon: 3,
    needs_reconnecting: 4,
    provider_trouble: 2,
    disconnected: 9,
  };
  expect(verdictSentence(mixed, "company")).toBe(
    "37 of 43 companies are working, 3 of them expire soon; 4 need reconnecting, 2 have provider trouble.",
  );
  expect(verdictSentence({ ...none, working: 3, expiring_soon: 1 })).toBe(
    "All 4 connections are working, 1 of them expires soon.",
  );
  expect(verdictSentence({ ...none, expiring_soon: 2 })).toBe(
    "All 2 connections are working, all of them expire soon.",
  );
  expect(verdictSentence({ ...none, expiring_soon: 1 }, "company")).toBe(
    "The only company is working, and it expires soon.",
  );
});

test("one connection is not spoken of in the plural", () => {
  expect(verdictSentence({ ...none, working: 1 })).toBe("The only connection is working.");
  expect(verdictSentence({ ...none, needs_reconnecting: 1 })).toBe(
    "0 of 1 connection is working; 1 needs reconnecting.",
  );
});

test("what was disconnected on purpose is no failure", () => {
  expect(verdictSentence({ ...none, working: 3, disconnected: 9 })).toBe("All 3 connections are working.");
  expect(verdictSentence({ ...none, disconnected: 9 })).toBe("No company is connected.");
});

test("companies are spoken of as companies", () => {
  expect(verdictSentence({ ...none, working: 40, needs_reconnecting: 2 }, "company")).toBe(
    "40 of 42 companies are working; 2 need reconnecting.",
  );
  expect(verdictSentence({ ...none, working: 1 }, "company")).toBe("The only company is working.");
});

const fresh = { count: 0, hours: 24 };

test("finance is told for how many companies the numbers can be trusted", () => {
  expect(trustSentence({ ...none, working: 38, expiring_soon: 2, needs_reconnecting: 2 }, fresh)).toBe(
    "Today's numbers can be trusted for 40 of 42 companies; 2 need reconnecting.",
  );
  expect(
    trustSentence(
      { ...none, working: 3, needs_reconnecting: 1, provider_trouble: 1, disconnected: 4 },
      fresh,
    ),
  ).toBe(
    "Today's numbers can be trusted for 3 of 5 companies; 1 needs reconnecting, 1 has provider trouble.",
  );
  expect(trustSentence({ ...none, working: 7 }, fresh)).toBe(
    "Today's numbers can be trusted for all 7 companies.",
  );
  expect(trustSentence({ ...none, expiring_soon: 1 }, fresh)).toBe(
    "Today's numbers can be trusted for the only company.",
  );
  expect(trustSentence({ ...none, working: 7, needs_reconnecting: 1 }, { count: 2, hours: 24 })).toBe(
    "Today's numbers can be trusted for 5 of 8 companies; 2 not read for 24 hours, 1 needs reconnecting.",
  );
  expect(trustSentence({ ...none, working: 1 }, { count: 1, hours: 1 })).toBe(
    "Today's numbers can be trusted for 0 of 1 company; 1 not read for 1 hour.",
  );
  expect(trustSentence({ ...none, disconnected: 2 }, fresh)).toContain("no numbers to trust");
});
