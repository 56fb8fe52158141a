import type { Page } from "@playwright/test";
import { codeOf, setUpFactor } from "./authenticator";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";

interface Account {
  id: string;
  email: string;
  password: string;
}

async function enter(page: Page, { email, password }: Account, returnTo = "/"): Promise<void> {
  await page.goto(returnTo);
  await signIn(page, email, password);
}

const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });
const secondStep = (page: Page) => page.getByRole("heading", { level: 1, name: "Enter your code" });

test("a person turns it on, signs in by a code and by a backup code, each once, and removes it", async ({
  page,
  browser,
  world,
}) => {
  const person = await world.user("support");
  await enter(page, person);
  await expect(overview(page)).toBeVisible();
  const { secret, backupCodes } = await setUpFactor(page, person);

  const elsewhere = await (await browser.newContext({ baseURL: stackHandle().appUrl })).newPage();
  await enter(elsewhere, person, "/connections");
  await expect(secondStep(elsewhere)).toBeVisible();
  await expect(elsewhere.getByRole("textbox", { name: "Code" })).toHaveAttribute(
    "autocomplete",
    "one-time-code",
  );
  await elsewhere.getByRole("textbox", { name: "Code" }).fill("000000");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByText("This code is not right, or was used before.")).toBeVisible();
  const code = codeOf(secret);
  await elsewhere.getByRole("textbox", { name: "Code" }).fill(code);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
  await elsewhere.context().close();

  const third = await (await browser.newContext({ baseURL: stackHandle().appUrl })).newPage();
  await enter(third, person);
  await third.getByRole("textbox", { name: "Code" }).fill(code);
  await third.keyboard.press("Enter");
  await expect(third.getByText("This code is not right, or was used before.")).toBeVisible();
  await third.getByRole("textbox", { name: "Code" }).fill(backupCodes[0] ?? "");
  await third.keyboard.press("Enter");
  await expect(overview(third)).toBeVisible();
  await third.goto("/profile/second-factor/remove");
  await third.getByRole("textbox", { name: "Code" }).fill(backupCodes[0] ?? "");
  await third.getByRole("button", { name: "Remove second factor" }).click();
  await expect(third.getByText("This code is not right, or was used before.")).toBeVisible();
  await third.getByRole("textbox", { name: "Code" }).fill(backupCodes[1] ?? "");
  await third.getByRole("button", { name: "Remove second factor" }).click();
  await expect(third.getByText("Off. Signing in asks for no code.")).toBeVisible();
  await third.context().close();
});

test("it is set up and asked for without JavaScript", async ({ browser, world }) => {
  const person = await world.user("finance");
  const page = await (
    await browser.newContext({ baseURL: stackHandle().appUrl, javaScriptEnabled: false })
  ).newPage();
  await enter(page, person);
  const { secret } = await setUpFactor(page, person);
  await page.context().clearCookies();
  await enter(page, person, "/health/calendar");
  await expect(secondStep(page)).toBeVisible();
  await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/health\/calendar$/);
  await page.context().close();
});

test("the right password alone opens nothing, by next-auth's endpoint neither", async ({
  page,
  browser,
  world,
}) => {
  const person = await world.user("support");
  await enter(page, person);
  await expect(overview(page)).toBeVisible();
  await setUpFactor(page, person);
  const context = await browser.newContext({ baseURL: stackHandle().appUrl });
  const { request } = context;
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const { email, password } = person;
  const answer = await request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password },
    headers: { origin: new URL(page.url()).origin },
    maxRedirects: 0,
  });
  const other = await context.newPage();
  await other.goto(answer.headers().location ?? "");
  await expect(other).toHaveURL(/\/sign-in\?error=SecondFactor$/);
  await expect(other.getByText("This account has a second factor.")).toBeVisible();
  await enter(other, person);
  await expect(secondStep(other)).toBeVisible();
  await expectSound(other, "second step");
  await other.goto("/connections");
  await expect(other).toHaveURL(/\/sign-in\?returnTo=/);
  const sessions = await world.database.query(`SELECT 1 FROM "Session" WHERE "userId" = $1`, [person.id]);
  expect(sessions).toHaveLength(1);
  await context.close();
});

test("a set-up goes on in the session that began it, and in no other of the same person", async ({
  page,
  browser,
  world,
}) => {
  const person = await world.user("support");
  await enter(page, person);
  await expect(overview(page)).toBeVisible();
  const context = await browser.newContext({ baseURL: stackHandle().appUrl });
  const other = await context.newPage();
  await enter(other, person);
  await expect(overview(other)).toBeVisible();
  await page.goto("/profile/second-factor");
  await page.getByLabel("Password").fill(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await other.goto("/profile/second-factor/set-up");
  await expect(other.getByText("No set-up is under way here.")).toBeVisible();
  await expect(other.getByRole("img", { name: "QR code for your authenticator app" })).toHaveCount(0);
  await context.close();
});
