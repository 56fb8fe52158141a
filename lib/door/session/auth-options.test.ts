import { expect, it } from "vitest";
import type { Runtime } from "@/lib/runtime";
import { authOptions } from "./auth-options";

const ORIGIN = "https://countersign.example";
const auth = { secret: "a-long-enough-secret-for-the-session-cookie", url: ORIGIN };
const options = authOptions({ env: { auth } } as Runtime);

async function goOnTo(url: string) {
  const to = await options.callbacks?.redirect?.({ url, baseUrl: ORIGIN });
  return to ?? "";
}

it.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example/",
  "/\t/evil.example/",
  "https:evil.example",
  "https://countersign.example.evil.example/",
  "https://countersign.example@evil.example/",
  "https://countersign.example:8443/",
  "http://countersign.example/",
  "https://evil.example\\@countersign.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  "blob:https://countersign.example/x",
  "http://[",
  "",
])("next-auth's redirect to %j stays on this site", async (url) => {
  const to = new URL(await goOnTo(url));
  expect([to.origin, to.protocol]).toEqual([ORIGIN, "https:"]);
});

it("next-auth's redirect keeps a path of ours with its query, whole or relative", async () => {
  for (const url of ["/audit?actor=a", `${ORIGIN}/audit?actor=a`]) {
    expect(await goOnTo(url)).toBe(`${ORIGIN}/audit?actor=a`);
  }
});

it("every cookie of next-auth's is kept to this host, from scripts and foreign posts, and to https where that is served", () => {
  const { cookies = {} } = options;
  expect(Object.keys(cookies).sort()).toEqual(["callbackUrl", "csrfToken", "sessionToken"]);
  for (const cookie of Object.values(cookies)) {
    expect(cookie.name).toMatch(/^__Host-next-auth\./);
    expect(cookie.options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
    expect(cookie.options).not.toHaveProperty("domain");
  }
  const plain = authOptions({ env: { auth: { ...auth, url: "http://localhost:3000" } } } as Runtime);
  expect([plain.cookies?.csrfToken?.name, plain.useSecureCookies]).toEqual(["next-auth.csrf-token", false]);
});
