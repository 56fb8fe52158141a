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
