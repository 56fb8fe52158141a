import { expect, test } from "vitest";
import { addressesInEffect, differencesOf, isOwnAddress } from "./addresses";

const xero = { domain: "xero.com" };
const pinned = {
  issuer: "https://identity.xero.com",
  authorization: "https://login.xero.com/identity/connect/authorize",
  token: "https://identity.xero.com/connect/token",
  revocation: "https://identity.xero.com/connect/revocation",
};

test.each(["https://xero.com", "https://identity.xero.com/connect/token", "https://a.b.xero.com:443/x"])(
  "%s lies with Xero",
  (address) => expect(isOwnAddress(address, xero)).toBe(true),
);

test.each([
  "http://identity.xero.com/connect/token",
  "https://xero.com.evil.example/connect/token",
  "https://evilxero.com/connect/token",
  "https://xero.com@evil.example/",
  "https://ada:pw@identity.xero.com/",
  "https://identity.xero.com:8443/connect/token",
  "https://evil.example/?.xero.com",
  "https://evil.example#.xero.com",
  "https://identity.xero.com/connect/token?to=elsewhere",
  "https://evil.example\\.xero.com/",
  "https://identity.xero.com/ token",
  "https://169.254.169.254/",
  "file:///etc/passwd",
  "javascript://xero.com/%0aalert(1)",
  "identity.xero.com",
  "",
])("%s does not", (address) => expect(isOwnAddress(address, xero)).toBe(false));

test("with a simulator its origin is the provider's own, and nothing else", () => {
  const simulated = { ...xero, simulatorUrl: "http://localhost:4400" };
  expect(isOwnAddress("http://localhost:4400/xero/connect/token", simulated)).toBe(true);
  for (const other of ["http://localhost:4401/xero", "https://identity.xero.com/connect/token"])
    expect(isOwnAddress(other, simulated)).toBe(false);
});

test("what differs is named, with whether it may be accepted", () => {
  expect(differencesOf(pinned, pinned, xero)).toEqual([]);
  const found = { ...pinned, token: "https://identity.xero.com/v2/token", issuer: "https://evil.example" };
  expect(differencesOf(found, pinned, xero)).toEqual([
    { name: "issuer", inEffect: pinned.issuer, found: "https://evil.example", isOwn: false },
    { name: "token", inEffect: pinned.token, found: found.token, isOwn: true },
  ]);
});

test("accepted addresses are in effect only where each of them lies with the provider", () => {
  const moved = { ...pinned, token: "https://identity.xero.com/v2/token" };
  expect(addressesInEffect({ ...xero, pinned }, null)).toEqual(pinned);
  expect(addressesInEffect({ ...xero, pinned }, moved)).toEqual(moved);
  expect(addressesInEffect({ ...xero, pinned }, { ...moved, issuer: "https://evil.example" })).toEqual(
    pinned,
  );
});
