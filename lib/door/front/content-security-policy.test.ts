import { expect, it } from "vitest";
import { PLAIN_STYLE } from "../route/plain-page";
import { contentSecurityPolicy } from "./content-security-policy";

const consentHosts = ["https://*.intuit.com", "https://*.xero.com"];

function directives(env: { simulatorUrl?: string; development: boolean }): Map<string, string> {
  const entries = contentSecurityPolicy(env, "n0nce", consentHosts).split("; ");
  return new Map(entries.map((entry) => [entry.split(" ")[0] ?? "", entry.slice(entry.indexOf(" ") + 1)]));
}

it("runs scripts by nonce alone in production and can't be framed", () => {
  const policy = directives({ development: false });
  expect(policy.get("script-src")).toBe("'self' 'nonce-n0nce' 'strict-dynamic'");
  expect(policy.get("style-src")).toBe(`'self' 'nonce-n0nce' ${PLAIN_STYLE}`);
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("connect-src")).toBe("'self'");
});

it("lets a form's redirect reach the providers, or the simulator that stands in for them", () => {
  expect(directives({ development: false }).get("form-action")).toBe(
    "'self' https://*.intuit.com https://*.xero.com",
  );
  const simulated = directives({ development: false, simulatorUrl: "http://localhost:4400" });
  expect(simulated.get("form-action")).toBe("'self' http://localhost:4400");
});

it("never allows inline scripts, not in development either", () => {
  expect(directives({ development: true }).get("script-src")).not.toContain("unsafe-inline");
});
