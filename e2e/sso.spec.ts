import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { people } from "@/dev/demo/people";
import type { DirectoryPerson } from "@/dev/identity-provider/people";
import { scales } from "@/dev/page-weight";
import { startApp } from "@/dev/stack/app-server";
import { freePort } from "@/dev/stack/ports";
import { systemClock as clock } from "@/lib/clock";
import { createInvites } from "@/lib/people";
import { disableUser, endPersonsSessions } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";
import type { World } from "./world";

const OPERATOR = { kind: "system", id: "operator" } as const;
const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });
const ssoLink = (page: Page) => page.getByRole("link", { name: "Sign in with Northstar" });

/** Somebody in the company's directory. */
async function hire(world: World, changes: Partial<DirectoryPerson> = {}): Promise<DirectoryPerson> {
  const name = world.unique("Colleague");
  const subject = name.replace(" ", "-").toLowerCase();
  const base = { subject, name, email: `${subject}@elsewhere.test`, emailVerified: true, groups: [] };
  const person: DirectoryPerson = { ...base, ...changes };
  const { identityProviderUrl } = stackHandle();
  const answer = await fetch(`${identityProviderUrl}/control/people`, {
    method: "POST",
    body: JSON.stringify(person),
  });
  expect(answer.status).toBe(204);
  return person;
}

/** At the identity provider, as this person, or as nobody. */
async function choose(page: Page, person: DirectoryPerson | null): Promise<void> {
  await expect(page.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  await page.getByRole("button", { name: person?.name ?? "Cancel", exact: true }).click();
}

async function enter(page: Page, person: DirectoryPerson | null, path = "/"): Promise<void> {
  await page.goto(path);
  await ssoLink(page).click();
  await choose(page, person);
}

const account = async ({ database }: World, { subject }: DirectoryPerson) =>
  (
    await database.query<{ id: string; role: string; email: string }>(
      `SELECT id, role, email FROM "User" WHERE "ssoSubject" = $1`,
      [subject],
    )
  )[0];

async function freshContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ baseURL: stackHandle().appUrl });
}

test("the sign-in page offers the company's account, is sound, and stays within 140 kB of scripts", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await expect(ssoLink(page)).toBeVisible();
  await expectSound(page, "sign in with the company's account");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectSound(page, "sign in with the company's account, dark");
  const bytes = await scales(stackHandle().appUrl)(await (await page.request.get("/sign-in")).text());
  expect(bytes / 1_000).toBeLessThanOrEqual(140);
});

test("a person of the company's domain comes in with the lowest role, and back to the page they asked for", async ({
  page,
  world,
}) => {
  const person = await hire(world, {
    email: `${world.unique("d").replace(" ", "")}@northstar.test`.toLowerCase(),
  });
  await enter(page, person, "/companies");
  await expect(page).toHaveURL(/\/companies$/);
  expect(await account(world, person)).toMatchObject({ role: "finance", email: person.email });
});

test("a group gives its role, and an invite the one that was invited", async ({ page, browser, world }) => {
  const helper = await hire(world, { groups: ["Helpdesk"] });
  await enter(page, helper);
  await expect(overview(page)).toBeVisible();
  expect(await account(world, helper)).toMatchObject({ role: "support" });

  const invited = await hire(world);
  const made = await createInvites({
    database: world.database,
    clock,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    appUrl: stackHandle().appUrl,
    mailer: null,
    log: { error: () => undefined },
  });
  const admin = { kind: "person", id: world.adminId } as const;
  const { link } = await actAs(admin, () =>
    made.createInvite({ email: invited.email, role: "support", byId: world.adminId }),
  );
  const context = await freshContext(browser);
  const other = await context.newPage();
  await enter(other, invited, new URL(link ?? "").pathname);
  await expect(overview(other)).toBeVisible();
  expect(await account(world, invited)).toMatchObject({ role: "support", email: invited.email });
  await context.close();
});

test("each refusal has its sentence on the sign-in page", async ({ browser, world }) => {
  const owner = await world.user("support");
  const disabled = await hire(world, { groups: ["Helpdesk"] });
  const first = await freshContext(browser);
  const page = await first.newPage();
  await enter(page, disabled);
  await expect(overview(page)).toBeVisible();
  const { id = "" } = (await account(world, disabled)) ?? {};
  await actAs(OPERATOR, () => disableUser({ database: world.database, clock }, id));
  await first.close();
  const cases: [DirectoryPerson | null, string][] = [
    [null, "Cancelled at Northstar. You can try again."],
    [await hire(world), "You have no account here. Ask an admin to invite you."],
    [await hire(world, { emailVerified: "true" }), "Northstar doesn't say that your email is verified."],
    [await hire(world, { email: owner.email }), "An account with your email exists here."],
    [disabled, "Your account is disabled. Ask an admin."],
  ];
  for (const [person, sentence] of cases) {
    const context = await freshContext(browser);
    const tab = await context.newPage();
    await enter(tab, person, "/health");
    await expect(tab.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
    await expect(tab).toHaveURL(/\/sign-in\?returnTo=%2Fhealth&error=sso_[a-z_]+$/);
    await expectSound(tab, sentence);
    await context.close();
  }
});

test("a way back that is forged, replayed or from elsewhere opens nothing", async ({
  page,
  browser,
  world,
}) => {
  const { appUrl } = stackHandle();
  await page.goto("/api/sso/callback?code=stolen&state=guessed");
  await expect(page.getByRole("alert").filter({ hasText: "This sign-in has expired" })).toBeVisible();
  const person = await hire(world, { groups: ["Helpdesk"] });
  await page.goto("/sign-in");
  const callback = page.waitForRequest((request) => request.url().startsWith(`${appUrl}/api/sso/callback`));
  await ssoLink(page).click();
  await expect(page.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  const cookies = await page.context().cookies();
  await choose(page, person);
  const address = (await callback).url();
  await expect(overview(page)).toBeVisible();
  const thief = await freshContext(browser);
  await thief.addCookies(cookies.filter(({ name }) => name.includes("sso")));
  const other = await thief.newPage();
  await other.goto(address);
  await expect(other.getByRole("alert").filter({ hasText: "was used already" })).toBeVisible();
  await other.goto(address);
  await expect(other.getByRole("alert").filter({ hasText: "This sign-in has expired" })).toBeVisible();
  await thief.close();
});

test("after an end of their sessions a person is asked again at the identity provider", async ({
  page,
  world,
}) => {
  const person = await hire(world, { groups: ["Helpdesk"] });
  await enter(page, person);
  await expect(overview(page)).toBeVisible();
  const { id = "" } = (await account(world, person)) ?? {};
  // Without a question the identity provider knows this browser by now.
  await page.context().clearCookies({ name: /session-token/ });
  await page.goto("/sign-in");
  await ssoLink(page).click();
  await expect(overview(page)).toBeVisible();
  await actAs(OPERATOR, () => endPersonsSessions({ database: world.database, clock }, id));
  await page.goto("/");
  await ssoLink(page).click();
  await choose(page, person);
  await expect(overview(page)).toBeVisible();
});

test("a person without a password confirms with the company's account, and a stranger's does not do", async ({
  page,
  world,
}) => {
  const [person, stranger] = [await hire(world, { groups: ["IT"] }), await hire(world, { groups: ["IT"] })];
  await enter(page, person);
  await expect(overview(page)).toBeVisible();
  await page.goto("/settings/keys/new");
  await expect(page.getByRole("heading", { level: 1, name: "Confirm that it is you" })).toBeVisible();
  await expectSound(page, "confirm with the company's account");
  await page.getByRole("link", { name: "Continue with Northstar" }).click();
  await choose(page, stranger);
  await expect(page.getByRole("alert").filter({ hasText: "as another person" })).toBeVisible();
  await page.getByRole("link", { name: "Continue with Northstar" }).click();
  await choose(page, person);
  await expect(page).toHaveURL(/\/settings\/keys\/new$/);
});

test("an account with a password is linked in the profile, signs in by it, and is unlinked", async ({
  page,
  browser,
  world,
}) => {
  const owner = await world.user("support");
  const person = await hire(world, { email: owner.email });
  await page.goto("/profile/company-account");
  await signIn(page, owner.email, owner.password);
  await expectSound(page, "company account, not linked");
  await page.getByRole("link", { name: "Link Northstar" }).click();
  await choose(page, person);
  await expect(page.getByText("You sign in with your Northstar account.")).toBeVisible();
  await expectSound(page, "company account, linked");

  const context = await freshContext(browser);
  const other = await context.newPage();
  await enter(other, person);
  await expect(overview(other)).toBeVisible();
  await context.close();

  await page.getByRole("button", { name: "Unlink Northstar" }).click();
  await expect(page.getByText("Sign in with your password.")).toBeVisible();
  expect(await account(world, person)).toBeUndefined();
});

test("no page elsewhere begins to link an account", async ({ page, world }) => {
  const owner = await world.user("support");
  await page.goto("/profile/company-account");
  await signIn(page, owner.email, owner.password);
  await expect(page.getByRole("link", { name: "Link Northstar" })).toBeVisible();
  const { appUrl, identityProviderUrl } = stackHandle();
  await page.goto(identityProviderUrl);
  await page.evaluate((to) => location.assign(to), `${appUrl}/api/sso/start?for=link`);
  await expect(page).toHaveURL(/\/profile\/company-account$/);
});

test("with SSO_ONLY the break-glass admin alone signs in with a password, the provider being down too", async ({
  browser,
  world,
}) => {
  const { env, folder } = stackHandle();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const changes = {
    NEXTAUTH_URL: url,
    JOBS_IN_WEB: "false",
    API_ADDRESS: `127.0.0.1:${await freePort()}`,
    QUICKBOOKS_REDIRECT_URI: `${url}/api/oauth/qbo/callback`,
    XERO_REDIRECT_URI: `${url}/api/oauth/xero/callback`,
    JOURNAL_DIRECTORY: mkdtempSync(join(folder, "journal-")),
    SSO_ONLY: people.admin.email,
    SSO_ISSUER: `http://127.0.0.1:${await freePort()}`,
  };
  const app = await startApp({
    root: resolve(import.meta.dirname, ".."),
    port,
    development: false,
    env: { ...env, ...changes },
    logFile: join(folder, "sso-only.log"),
  });
  const context = await browser.newContext({ baseURL: url });
  try {
    const page = await context.newPage();
    await page.goto("/sign-in");
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expectSound(page, "single sign-on only");
    await ssoLink(page).click();
    await expect(page.getByRole("alert").filter({ hasText: "Northstar can't be reached." })).toBeVisible();
    await page.getByRole("link", { name: "Use a password" }).click();
    await expectSound(page, "single sign-on only, a password after all");
    const other = await world.user("admin");
    const refused = page.getByText("Email or password is not right, or passwords are turned off.");
    await signIn(page, other.email, other.password);
    await expect(refused).toBeVisible();
    await page.goto("/sign-in?password=1");
    await signIn(page, "nobody@countersign.test", "no such password");
    await expect(refused).toBeVisible();
    await page.goto("/sign-in?password=1");
    await signIn(page, people.admin.email, people.admin.password);
    await expect(overview(page)).toBeVisible();
  } finally {
    await context.close();
    await app.end();
  }
});
