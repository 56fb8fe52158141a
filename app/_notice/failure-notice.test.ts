import { expect, test } from "vitest";
import { failureNotice } from "./failure-notice";

test("a declined consent says what to do next", () => {
  const message = "The consent at Xero was not given (access_denied).";
  expect(failureNotice({ code: "consent_denied", owner: "customer", message })).toEqual({
    tone: "expiring",
    title: "The consent was declined",
    message: `${message} Nothing was changed. Start again when someone who may consent is ready.`,
  });
});

test("a consent by a person who may not says who may", () => {
  const message = "QuickBooks Online refuses access to this company (403).";
  const failure = { code: "organisation_unavailable", owner: "customer", message } as const;
  expect(failureNotice({ ...failure, consentedBy: "a QuickBooks admin" })).toMatchObject({
    title: "The organisation refused access",
    message: `${message} Nothing was changed. It takes a QuickBooks admin to consent.`,
  });
});

test("a message that says it all is not repeated", () => {
  const message = "This consent was already used. Nothing was changed. Start again.";
  const said = { message, unchanged: true, nextStep: "Start again." };
  expect(failureNotice({ code: "consent_expired", owner: "customer", ...said }).message).toBe(message);
});

test("a name in the message decides nothing", () => {
  const message = "QuickBooks Online refuses access to Once Again Ltd instead of Nothing was changed Inc.";
  expect(failureNotice({ code: "provider_unavailable", owner: "provider", message }).message).toBe(
    `${message} Nothing was changed. Try again in a few minutes.`,
  );
});

test("what was changed is told beside a message that says what to do", () => {
  const message = "This consent was settled a moment ago. Look at the connection.";
  const effect = "The connection of D was renewed by this consent.";
  const said = { message, nextStep: "Look at the connection.", effect };
  expect(failureNotice({ code: "consent_expired", owner: "customer", ...said }).message).toBe(
    `${message} ${effect}`,
  );
});

test("what a refused consent changed all the same is told in place of that nothing was", () => {
  const message = "A is connected to B, but the consent at Xero was for C. Reconnect and choose B.";
  const effect = "The connection of D was renewed by this consent. Nothing else was changed.";
  const failure = { code: "wrong_organisation", owner: "customer", message, effect } as const;
  expect(failureNotice(failure).message).toBe(`${message} ${effect}`);
});

test("a provider's failure is not painted as the customer's", () => {
  const message = "Xero answered 503.";
  expect(failureNotice({ code: "provider_unavailable", owner: "provider", message }).tone).toBe("provider");
});

test("what came from elsewhere is no matter of the role", () => {
  const message = "This request did not come from Countersign's own pages.";
  const titles = (["foreign_origin", "not_allowed"] as const).map(
    (code) => failureNotice({ code, owner: "us", message }).title,
  );
  expect(titles).toEqual(["This was sent from elsewhere", "Your role does not include this"]);
});
