import type { Browser, Page } from "@playwright/test";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

type Account = Awaited<ReturnType<World["user"]>>;

async function pageOf(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: stackHandle().appUrl, ...options });
  return context.newPage();
}

const asAdmin = (browser: Browser, options = {}) =>
  pageOf(browser, { storageState: sessionOf("admin"), ...options });

async function signedIn(browser: Browser, person: Account, options = {}): Promise<Page> {
  const page = await pageOf(browser, options);
  await page.goto("/");
  await signIn(page, person.email, person.password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  return page;
}

const headline = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without JavaScript";
  test(`an admin demotes a person in the middle of their work: the next request is refused${how}`, async ({
    browser,
    world,
  }) => {
    const person = await world.user("admin");
    const working = await signedIn(browser, person, { javaScriptEnabled });
    await working.goto("/settings/keys/new");
    await expect(headline(working, "Create key")).toBeVisible();

    const admin = await asAdmin(browser, { javaScriptEnabled });
    await admin.goto(`/settings/people/${person.id}`);
    await admin.getByLabel("New role").selectOption("support");
    await admin.getByRole("button", { name: "Change role" }).click();
    await expect(admin.getByText("Their role is now Support.")).toBeVisible();

    await working.getByLabel("Name", { exact: true }).fill("Too late");
    await working.getByLabel("Service", { exact: true }).fill("billing");
    await working.getByRole("checkbox").first().check();
    await working.getByRole("button", { name: "Create key" }).click();
    await expect(working.getByText(/session has ended|Sign in/i).first()).toBeVisible();
    expect(await world.database.query(`SELECT 1 FROM "ApiKey" WHERE name = 'Too late'`)).toEqual([]);

    await working.goto("/settings/keys");
    await signIn(working, person.email, person.password);
    await expect(working).toHaveURL(/\/settings\/keys$/);
    await expect(headline(working, "Your role does not include this page")).toBeVisible();
    expect((await working.goto("/settings/keys"))?.status()).toBe(403);
    await expect(headline(working, "Your role does not include this page")).toBeVisible();

    const support = await pageOf(browser, { storageState: sessionOf("support"), javaScriptEnabled });
    await support.goto("/audit?q=operation%3Auser.change");
    await expect(support.getByText(/Changed .*'s role from admin to support/).first()).toBeVisible();
  });
}

test("an admin ends a person's sessions, disables them, and enables them, by the keyboard", async ({
  browser,
  world,
}) => {
  const person = await world.user("finance");
  const working = await signedIn(browser, person);
  const admin = await asAdmin(browser);
  await admin.goto(`/settings/people/${person.id}`);
  const press = async (name: string) => {
    await admin.getByRole("button", { name }).focus();
    await admin.keyboard.press("Enter");
  };
  await press("End all sessions");
  await expect(admin.getByText("Their next request asks them to sign in.")).toBeVisible();
  await expect(admin.getByText("No open session.")).toBeVisible();
  await working.goto("/health");
  await expect(working).toHaveURL(/\/sign-in/);

  await press("Disable");
  await expect(admin.getByText("They are signed out and can't sign in.")).toBeVisible();
  await signIn(working, person.email, person.password);
  await expect(working.getByText("Email or password is not right.")).toBeVisible();
  await press("Enable");
  await expect(admin.getByText("They can sign in again.").first()).toBeVisible();
  await signIn(working, person.email, person.password);
  await expect(headline(working, "Health")).toBeVisible();
});

test("people are found from the settings; nobody changes their own role", async ({ browser, world }) => {
  const person = await world.user("support");
  const admin = await asAdmin(browser);
  await admin.goto("/settings/people");
  await expect(headline(admin, "People")).toBeVisible();
  await expect(admin.getByRole("table", { name: "People" }).getByText("(you)")).toBeVisible();
  await admin.goto(`/settings/people/${person.id}`);
  await expect(admin.getByText(person.email)).toBeVisible();
  const [own] = await world.database.query<{ id: string }>(
    `SELECT id FROM "User" WHERE email = 'admin@countersign.test'`,
  );
  await admin.goto(`/settings/people/${own?.id}`);
  await expect(admin.getByText("Another admin changes your role or disables you.")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Change role" })).toHaveCount(0);
});

test("a change of a person asks for a fresh proof first", async ({ browser, world }) => {
  const [boss, person] = [await world.user("admin"), await world.user("support")];
  const admin = await signedIn(browser, boss);
  await world.database.query(
    `UPDATE "Session" SET "startedAt" = "startedAt" - interval '6 minutes', "provedAt" = NULL WHERE "userId" = $1`,
    [boss.id],
  );
  await admin.goto(`/settings/people/${person.id}`);
  await expect(admin.getByRole("button", { name: "Disable" })).toHaveCount(0);
  await admin.getByRole("link", { name: "Confirm" }).click();
  await admin.getByLabel("Password").fill(boss.password);
  await admin.getByRole("button", { name: "Confirm" }).click();
  await expect(admin).toHaveURL(new RegExp(`/settings/people/${person.id}$`));
  await admin.getByRole("button", { name: "Disable" }).click();
  await expect(admin.getByText("They are signed out and can't sign in.")).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without JavaScript";
  test(`a person changes their name and password, and ends sessions elsewhere${how}`, async ({
    browser,
    world,
  }) => {
    const person = await world.user("finance");
    const here = await signedIn(browser, person, { javaScriptEnabled });
    const [second, third] = [await signedIn(browser, person), await signedIn(browser, person)];
    await here.goto("/profile");
    const name = world.unique("Renamed");
    await here.getByLabel("Name", { exact: true }).fill(name);
    await here.getByRole("button", { name: "Save name" }).click();
    await expect(here.getByText("Name saved")).toBeVisible();
    await expect(here.getByLabel("Name", { exact: true })).toHaveValue(name);

    await expect(here.getByText("This session")).toHaveCount(1);
    await here
      .getByRole("button", { name: /^End session: / })
      .first()
      .click();
    await expect(here.getByText("Session ended")).toBeVisible();
    await expect(here.getByRole("button", { name: /^End session: / })).toHaveCount(1);

    const password = "a wholly new password";
    const change = async (current: string) => {
      await here.getByLabel("Current password").fill(current);
      await here.getByLabel("New password").fill(password);
      await here.getByLabel("New password").press("Enter");
    };
    await change("not the password");
    await expect(here.getByText("This is not your password.")).toBeVisible();
    await change(person.password);
    await expect(here.getByText("Password changed")).toBeVisible();
    await expect(here.getByText("1 other session ended.")).toBeVisible();
    for (const elsewhere of [second, third]) {
      await elsewhere.goto("/health");
      await expect(elsewhere).toHaveURL(/\/sign-in/);
    }
    await signIn(second, person.email, person.password);
    await expect(second.getByText("Email or password is not right.")).toBeVisible();
    await signIn(second, person.email, password);
    await expect(headline(second, "Health")).toBeVisible();

    await here.goto("/profile");
    await here.getByRole("button", { name: "End all others" }).click();
    await expect(here.getByText("Other sessions ended")).toBeVisible();
    await second.goto("/health");
    await expect(second).toHaveURL(/\/sign-in/);
  });
}

test("the support bundle downloads, and holds no secret of the installation", async ({ browser }) => {
  const admin = await asAdmin(browser);
  await admin.goto("/settings/about");
  const [download] = await Promise.all([
    admin.waitForEvent("download"),
    admin.getByRole("link", { name: "Download support bundle" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^countersign-support-\d{4}-\d\d-\d\d\.json$/);
  const answer = await admin.request.get("/settings/about/bundle");
  const text = await answer.text();
  const { env } = stackHandle();
  for (const name of ["ENCRYPTION_KEY", "NEXTAUTH_SECRET", "DATABASE_URL", "XERO_CLIENT_SECRET"] as const) {
    expect(JSON.parse(text).variablesSet).toContain(name);
    expect(secretsIn(text, [env[name]])).toEqual([]);
  }
});
