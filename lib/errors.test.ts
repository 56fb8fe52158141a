import { expect, test } from "vitest";
import { CountersignError } from "./errors";

test("a message says what happened, that nothing was changed and what to do, and the fields say it too", () => {
  const details = { unchanged: true, nextStep: "Disconnect it there first." };
  expect(new CountersignError("organisation_taken", "Ash Books is taken.", details)).toMatchObject({
    message: "Ash Books is taken. Nothing was changed. Disconnect it there first.",
    unchanged: true,
    nextStep: "Disconnect it there first.",
  });
});

test("a message that says only what happened says so in its fields", () => {
  expect(new CountersignError("provider_unavailable", "Xero answered 503.")).toMatchObject({
    message: "Xero answered 503.",
    unchanged: false,
    nextStep: undefined,
  });
});
