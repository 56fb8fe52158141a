import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { freePort } from "@/dev/stack/ports";
import { expect, test } from "./journey";
import { stackHandle } from "./stack-handle";

const root = resolve(import.meta.dirname, "..");
const ORIGIN = "https://countersign.example";

/** The web process as it is started in production, beside the stack's own. */
async function startWeb(changes: Record<string, string>) {
  const { env, folder } = stackHandle();
  const port = await freePort();
  const settings = {
    ...{ NEXTAUTH_URL: ORIGIN, JOBS_IN_WEB: "false", PORT: String(port) },
    API_ADDRESS: `127.0.0.1:${await freePort()}`,
    QUICKBOOKS_REDIRECT_URI: `${ORIGIN}/api/oauth/qbo/callback`,
    XERO_REDIRECT_URI: `${ORIGIN}/api/oauth/xero/callback`,
    JOURNAL_DIRECTORY: mkdtempSync(join(folder, "journal-")),
  };
  const child = spawn(process.execPath, ["lib/start.mjs", "web", "-H", "127.0.0.1"], {
    cwd: root,
    env: { ...process.env, ...env, ...settings, NODE_ENV: "production", ...changes },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const api = `http://${settings.API_ADDRESS}`;
  return { child, ended, said: () => said, url: `http://127.0.0.1:${port}`, api };
}

test("the web process says once that it is ready, serves https's headers and cookies, and ends with code 0", async () => {
  const web = await startWeb({});
  try {
    await expect.poll(web.said, { timeout: 30_000 }).toContain("Countersign is ready");
    expect(web.said().match(/ready/gi)).toHaveLength(1);
    for (const path of ["/sign-in", "/api/livez", "/no-such-page", "/icon.svg", "/api/auth/csrf", "/%ff"]) {
      const { headers } = await fetch(`${web.url}${path}`, { redirect: "manual" });
      expect(headers.get("strict-transport-security"), path).toBe("max-age=31536000");
      for (const cookie of headers.getSetCookie()) {
        expect(cookie, path).toMatch(
          /^__Host-[^=]+=[^;]+;(?=.*; Secure)(?=.*; HttpOnly)(?=.*Path=\/(?:;|$))/,
        );
      }
    }
    expect((await fetch(`${web.url}/problems/no_connection`, { redirect: "manual" })).status).toBe(200);
    // The front door of the pages stands before none of this: no method is refused, and no body cut, as a page's would be.
    const large = {
      method: "POST",
      body: "x".repeat(400_000),
      headers: { "content-type": "application/json" },
    };
    for (const [path, init] of [
      ["/v1/companies/acme", { method: "PUT" }],
      ["/v1/companies/acme/qbo", { method: "DELETE" }],
      ["/v1/imports", large],
    ] as const) {
      const answer = await fetch(`${web.api}${path}`, init);
      expect([path, answer.status, (await answer.json()).code]).toEqual([path, 401, "invalid_token"]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
    const { headers } = await fetch(`${web.url}/api/auth/csrf`);
    expect(headers.getSetCookie().join("\n")).toContain("__Host-next-auth.csrf-token=");
    web.child.kill("SIGTERM");
    expect(await web.ended).toBe(0);
  } finally {
    web.child.kill("SIGKILL");
  }
});

test("a web process that can't start says why, and nowhere that it is ready", async () => {
  const web = await startWeb({ ENCRYPTION_KEY: "short" });
  expect(await web.ended).toBe(1);
  expect(web.said()).toMatch(/^Countersign cannot start:\nENCRYPTION_KEY /);
  expect(web.said()).not.toMatch(/ready/i);
});
