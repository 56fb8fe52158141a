import { expect, test } from "vitest";
import { CountersignError, codesMeaning, errorClass } from "./errors";

test("what is known of a code needs no error of it", () => {
  const { owner, retryable, httpStatus } = new CountersignError("client_rejected", "Refused.");
  expect(errorClass("client_rejected")).toMatchObject({ owner, retryable, httpStatus });
});

test("only the customer mends what needs reconnecting, and a disconnect alone means disconnected", () => {
  const customers = codesMeaning("needs_reconnecting");
  expect(customers).toEqual(["reconnect_required", "organisation_unavailable", "subscription_lapsed"]);
  expect(customers.map((code) => errorClass(code).owner)).toEqual(["customer", "customer", "customer"]);
  expect(codesMeaning("disconnected")).toEqual(["no_connection"]);
});

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
