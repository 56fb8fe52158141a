import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { dumpOf } from "@/dev/vitest/database-dump";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { codeOf, setUpFactor } from "./authenticator";
import { expect, test } from "./journey";
import { mailsTo } from "./mailbox-client";
import { signIn } from "./screens";
import { sessionOf, stackHandle } from "./stack-handle";

const PASSWORD = "correct horse battery";
const LINK = /https?:\S+\/(?:invite|reset-password)\/[\w-]{43}/g;

async function linkMailedTo(email: string, nth = 0): Promise<string> {
  const links = async () =>
    (await mailsTo(email)).flatMap(({ text }) => (text.match(LINK) ?? []).slice(0, 1));
  await expect.poll(async () => (await links()).length).toBeGreaterThan(nth);
  return (await links())[nth] ?? "";
}

const freshAddress = () => `invited-${Math.random().toString(36).slice(2, 10)}@countersign.test`;
const tokenOf = (link: string) => link.split("/").at(-1) ?? "";

function contextOf(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}) {
  return browser.newContext({ baseURL: stackHandle().appUrl, ...options });
}

async function asAdmin(browser: Browser, work: (page: Page) => Promise<void>, options = {}) {
  const context = await contextOf(browser, { storageState: sessionOf("admin"), ...options });
  await work(await context.newPage());
  await context.close();
}

async function invite(page: Page, email: string, role = "Support"): Promise<void> {
  await page.goto("/settings/people/invite");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("radio", { name: role }).check();
  await page.getByRole("button", { name: "Send invite" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Invites" })).toBeVisible();
  await expect(page.getByText(`A link is on its way to ${email}.`)).toBeVisible();
}

async function accept(page: Page): Promise<void> {
  await expect(page.getByText("with the role support")).toBeVisible();
  await page.getByLabel("Name").fill("Sam Support");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** Everything that a browser asked for, and what it told with it. */
function requestsOf(context: BrowserContext): { url: string; referer: string }[] {
  const asked: { url: string; referer: string }[] = [];
  context.on("request", (request) => {
    void request
      .allHeaders()
      .then((headers) => asked.push({ url: request.url(), referer: headers.referer ?? "" }))
      .catch(() => undefined);
  });
  return asked;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test("an admin invites support, who accepts from the mail, turns TOTP on, signs out and in, and resets a forgotten password", async ({
      browser,
      world,
    }) => {
      const email = freshAddress();
      await asAdmin(browser, (page) => invite(page, email), { javaScriptEnabled });
      const link = await linkMailedTo(email);
      const context = await contextOf(browser, { javaScriptEnabled });
      const asked = requestsOf(context);
      const page = await context.newPage();
      await page.goto(link);
      await accept(page);
      await page.goto(link);
      await expect(page.getByText("This invite was used already.")).toBeVisible();

      const { secret, backupCodes } = await setUpFactor(page, { password: PASSWORD });
      await page.locator("summary", { hasText: "Sam Support" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await signIn(page, email, PASSWORD);
      await enterCode(page, codeOf(secret));

      await context.clearCookies();
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Forgot password?" }).click();
      await page.getByLabel("Email").fill(email);
      await page.getByRole("button", { name: "Send link" }).click();
      await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
      const reset = await linkMailedTo(email, 1);
      await page.goto(reset);
      await page.getByLabel("New password").fill("another good password");
      await page.getByRole("button", { name: "Set password" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
      await expect(page.getByText("Sign in with the new password.")).toBeVisible();
      await signIn(page, email, "another good password");
      await enterCode(page, backupCodes[0] ?? "");
      await page.goto(reset);
      await expect(page.getByText("This link was used already.")).toBeVisible();
      await expect
        .poll(async () => (await mailsTo(email)).map(({ headers }) => headers.subject))
        .toContain("Your Countersign password was changed");

      const secrets = [tokenOf(link), tokenOf(reset)];
      const elsewhere = asked.filter(({ url }) => ![link, reset].includes(url.split("?")[0] ?? ""));
      expect(secretsIn(JSON.stringify(elsewhere), secrets)).toEqual([]);
      expect(secretsIn(asked.map(({ referer }) => referer).join("\n"), secrets)).toEqual([]);
      const tables = [...(await dumpOf(world.database)).values()].join("\n");
      expect(tables).toContain(email);
      expect(secretsIn(tables, secrets)).toEqual([]);
      const log = readFileSync(join(stackHandle().folder, "app.log"), "utf8");
      expect(log).toContain("Countersign is ready");
      expect(secretsIn(log, secrets)).toEqual([]);
      await context.close();
    });
  });
}

test("what scanners do to a link spends nothing, and its answer stays with the person", async ({
  browser,
}) => {
  const email = freshAddress();
  await asAdmin(browser, (page) => invite(page, email));
  const link = await linkMailedTo(email);
  for (const method of ["GET", "HEAD", "GET"]) {
    const answer = await fetch(link, { method, headers: { "sec-purpose": "prefetch" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-robots-tag")).toBe("noindex");
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
  const unknown = await fetch(link.replace(/.{43}$/, "x".repeat(43)));
  expect(unknown.status).toBe(200);
  const context = await contextOf(browser);
  const page = await context.newPage();
  await page.goto(link);
  await accept(page);
  expect((await fetch(link)).status).toBe(200);
  await context.close();
});

test("a person who is signed in is offered to sign out, and the invite stays", async ({ browser, world }) => {
  const email = freshAddress();
  await asAdmin(browser, (page) => invite(page, email));
  const link = await linkMailedTo(email);
  const other = await world.user("finance");
  const context = await contextOf(browser);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, other.email, other.password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto(link);
  await expect(page.getByText(`You are signed in as ${other.email}.`)).toBeVisible();
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await accept(page);
  await context.close();
});

test("a new link is shown once, voids the mailed one, and a revoked one says so", async ({ browser }) => {
  const email = freshAddress();
  const visitor = await (await contextOf(browser)).newPage();
  await asAdmin(browser, async (page) => {
    await invite(page, email);
    const mailed = await linkMailedTo(email);
    await page.getByRole("button", { name: `New link for ${email}` }).click();
    const shown = page.locator("code", { hasText: "/invite/" });
    await expect(shown).toBeVisible();
    const link = (await shown.textContent()) ?? "";
    await visitor.goto(mailed);
    await expect(visitor.getByText("A newer invite replaced this one.")).toBeVisible();
    await visitor.goto(link);
    await expect(visitor.getByRole("button", { name: "Accept and sign in" })).toBeVisible();
    await page.reload();
    await expect(shown).toHaveCount(0);
    await page.getByRole("link", { name: `Revoke invite of ${email}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByText("Invite revoked")).toBeVisible();
    await visitor.getByLabel("Name").fill("Sam");
    await visitor.getByLabel("Password").fill(PASSWORD);
    await visitor.getByRole("button", { name: "Accept and sign in" }).click();
    await expect(visitor.getByText("This invite was revoked.").first()).toBeVisible();
  });
  await visitor.context().close();
});

test("a known and an unknown address are answered alike", async ({ browser, world }) => {
  const { email } = await world.user("support");
  const context = await contextOf(browser);
  const page = await context.newPage();
  const answers: string[] = [];
  for (const address of [email, freshAddress()]) {
    await page.goto("/forgot-password");
    await page.getByLabel("Email").fill(address);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
    answers.push((await page.getByRole("main").innerText()).replaceAll(address, "X"));
  }
  expect(answers[1]).toBe(answers[0]);
  await context.close();
});

test("an invite is sent, and accepted, by keys alone", async ({ browser }) => {
  const email = freshAddress();
  await asAdmin(browser, async (page) => {
    await page.goto("/settings/people/invite");
    await page.getByLabel("Email").focus();
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("radio", { name: "Support" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByText(`A link is on its way to ${email}.`)).toBeVisible();
  });
  const context = await contextOf(browser);
  const page = await context.newPage();
  await page.goto(await linkMailedTo(email));
  await page.getByLabel("Email").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Sam Support");
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await context.close();
});

test("foreign posts to a link spend nothing, whatever they say of where they come from", async ({
  browser,
  world,
}) => {
  const email = freshAddress();
  await asAdmin(browser, (page) => invite(page, email));
  const link = await linkMailedTo(email);
  const html = await (await fetch(link)).text();
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)];
  const post = async (headers: Record<string, string>) => {
    const form = new FormData();
    for (const [, name = "", value = ""] of fields) {
      form.append(name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
    }
    form.append("name", "Mallory");
    form.append("password", PASSWORD);
    await fetch(link, { method: "POST", headers, body: form, redirect: "manual" });
    return world.database.query('SELECT name FROM "User" WHERE email = $1', [email]);
  };
  for (const headers of [
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "same-origin" },
    {},
  ]) {
    expect(await post(headers as Record<string, string>)).toEqual([]);
  }
  const rows = await world.database.query<{ path: string }>(
    `SELECT DISTINCT "apiEndpoint" AS path FROM "AuditLog" WHERE "apiEndpoint" LIKE '/invite/%'`,
  );
  expect(rows).toEqual([]);
  // The same form from the page itself: it is no other fault that kept it out.
  expect(await post({ origin: "null", "sec-fetch-site": "same-origin" })).toEqual([{ name: "Mallory" }]);
});
