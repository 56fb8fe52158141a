import { describe, expect, test } from "vitest";
import { faultCode, problemCode, tokenErrorCode } from "./error-code";
import { type ErrorPlace, namedError } from "./error-table";
import type { ProviderAnswer } from "./provider-call";

const CALLBACK = "access_denied invalid_request unauthorized_client unsupported_response_type invalid_scope";
const TOKEN =
  "invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type invalid_scope";
const told = { displayName: "QuickBooks Online", providerStatus: 400 };

describe("the table of error codes", () => {
  const rfc: [ErrorPlace, string][] = [
    ...`${CALLBACK} server_error temporarily_unavailable`
      .split(" ")
      .map((code): [ErrorPlace, string] => ["callback", code]),
    ...TOKEN.split(" ").flatMap((code): [ErrorPlace, string][] => [
      ["exchange", code],
      ["refresh", code],
    ]),
  ];

  test.each(rfc)("gives every code of RFC 6749 a class and a sentence: %s %s", (place, code) => {
    const error = namedError(place, code, told);
    expect(error?.message).toMatch(/^[A-Z][^{}]+ \([\w.]+\)\.$/);
    expect(error?.message).toContain("QuickBooks Online");
  });

  test.each<[ErrorPlace, string, string, string]>([
    ["callback", "access_denied", "consent_denied", "customer"],
    ["callback", "server_error", "provider_unavailable", "provider"],
    ["callback", "temporarily_unavailable", "provider_unavailable", "provider"],
    ["callback", "invalid_scope", "misconfigured", "us"],
    ["callback", "unauthorized_client", "client_rejected", "us"],
    ["refresh", "invalid_grant", "reconnect_required", "customer"],
    ["exchange", "invalid_grant", "consent_expired", "customer"],
    ["refresh", "invalid_scope", "misconfigured", "us"],
    ["refresh", "invalid_client", "client_rejected", "us"],
    ["qbo api", "6190", "subscription_lapsed", "customer"],
    ["qbo api", "7001", "subscription_lapsed", "customer"],
    ["qbo api", "130", "misconfigured", "us"],
    ["qbo api", "3001", "provider_rate_limited", "provider"],
    ["xero api", "TokenExpired", "reconnect_required", "customer"],
  ])("%s %s is %s: %s acts", (place, code, errorCode, owner) => {
    expect(namedError(place, code, told)).toMatchObject({ code: errorCode, owner });
  });

  test("knows nothing else, whatever it is called", () => {
    for (const code of ["nonsense", "__proto__", "constructor", "toString", "", undefined]) {
      expect(namedError("refresh", code, told)).toBeUndefined();
    }
  });
});

const answerOf = (body: unknown): ProviderAnswer => ({
  status: 400,
  headers: new Headers(),
  text: typeof body === "string" ? body : JSON.stringify(body),
  sentAtMs: 0,
});
const xml = (inner: string) =>
  `<?xml version="1.0"?>\n<IntuitResponse xmlns="x" time='t'>${inner}</IntuitResponse>`;

describe("the code of a QuickBooks Fault", () => {
  test.each<[string, unknown, string]>([
    [
      "the accounting service",
      { Fault: { Error: [{ Message: "m", code: "6190" }], type: "ValidationFault" } },
      "6190",
    ],
    [
      "the gateway",
      { fault: { error: [{ message: "message=x; errorCode=003200; statusCode=401", code: "3200" }] } },
      "3200",
    ],
    [
      "the gateway, in the message only",
      {
        fault: {
          error: [{ message: "Subscription for company has lapsed; errorCode=007001; statusCode=400" }],
        },
      },
      "7001",
    ],
    ["a number", { Fault: { Error: [{ code: 6190 }] } }, "6190"],
    [
      "XML",
      xml(
        '<Fault type="AuthenticationFault"><Error code="130"><Message>Accessing Wrong Cluster</Message></Error></Fault>',
      ),
      "130",
    ],
    ["XML in single quotes", xml("<Fault><Error element='a' code='100'/></Fault>"), "100"],
    [
      "XML within a batch",
      xml('<BatchItemResponse bId="1"><Fault><Error code="6190"/></Fault></BatchItemResponse>'),
      "6190",
    ],
  ])("is read from its field: %s", (_, body, code) => {
    expect(faultCode(answerOf(body))).toBe(code);
  });

  test.each<[string, unknown]>([
    ["a time with its digits", { Fault: { Error: [{ Message: "x" }] }, time: 1_795_861_900_000 }],
    ["a page", "<!doctype html><html><body>6190 <Fault><Error code='6190'></body></html>"],
    ["another root", "<html><Fault><Error code='6190'/></Fault></html>"],
    ["a comment", xml("<!-- <Fault><Error code='6190'/></Fault> -->")],
    ["CDATA", xml("<Detail><![CDATA[<Fault><Error code='6190'/></Fault>]]></Detail>")],
    ["another attribute", xml(`<Fault><Error element=" code='6190'"/></Fault>`)],
    ["an Error outside a Fault", xml("<Error code='6190'/>")],
    ["tags that do not match", xml("<a></b><Fault><Error code='6190'/></Fault>")],
    ["cut XML", '<IntuitResponse><Fault><Error code="61'],
    ["a Fault of the wrong kind", { Fault: "6190" }],
    ["nothing", ""],
    ["null", "null"],
  ])("is not read from %s", (_, body) => {
    expect(faultCode(answerOf(body))).toBeUndefined();
  });

  test("is bounded, and read in no time from a hostile body", () => {
    const startedMs = performance.now();
    expect(faultCode(answerOf({ Fault: { Error: [{ code: "a".repeat(5_000) }] } }))).toHaveLength(60);
    for (const part of ["<a ", "<!--", "<a b", " ", "<", '<a x="', "<Fault>"]) {
      faultCode(answerOf(`<IntuitResponse>${part.repeat(300_000 / part.length)}`));
    }
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

test("an OAuth error and a Xero problem are read in either case, cleaned and bounded", () => {
  expect(tokenErrorCode(answerOf({ error: " invalid_grant\u0000" }))).toBe("invalid_grant");
  expect(tokenErrorCode(answerOf({ Error: "invalid_client" }))).toBe("invalid_client");
  for (const error of [null, {}, [], "", true]) expect(tokenErrorCode(answerOf({ error }))).toBeUndefined();
  for (const error of ["eyJhbGciOi.abc", "RT1-42-H0-17", "1795861900000", "x\u0000y=z"]) {
    expect(tokenErrorCode(answerOf({ error }))).toBeUndefined();
  }
  expect(problemCode(answerOf({ Detail: "TokenExpired: token expired at 04/09/2023" }))).toBe("TokenExpired");
  expect(problemCode(answerOf({ detail: "AuthenticationUnsuccessful" }))).toBe("AuthenticationUnsuccessful");
});
