import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";

interface Account {
  id: string;
  email: string;
  password: string;
}

const codeOf = (secret: string, offsetSteps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 * offsetSteps });

async function enter(page: Page, { email, password }: Account, returnTo = "/"): Promise<void> {
  await page.goto(returnTo);
  await signIn(page, email, password);
}

/** Sets a second factor up in the profile, by the keyboard. */
async function setUp(page: Page, { password }: Account): Promise<{ secret: string; backupCodes: string[] }> {
  await page.goto("/profile/second-factor");
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  const code = page.getByRole("textbox", { name: "Code" });
  await expect(code).toBeVisible();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const secret = ((await page.locator("main code").first().textContent()) ?? "").replaceAll(" ", "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await code.fill(codeOf(secret, -1));
  await page.keyboard.press("Enter");
  const codes = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const backupCodes = await codes.allTextContents();
  await page.getByRole("link", { name: "I have saved the codes" }).press("Enter");
  await expect(page.getByText("Signing in asks for a code")).toBeVisible();
  return { secret, backupCodes };
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
  const { secret, backupCodes } = await setUp(page, person);

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
  await expect(third.getByText("Your password alone signs you in.")).toBeVisible();
  await third.context().close();
});

test("it is set up and asked for without JavaScript", async ({ browser, world }) => {
  const person = await world.user("finance");
  const page = await (
    await browser.newContext({ baseURL: stackHandle().appUrl, javaScriptEnabled: false })
  ).newPage();
  await enter(page, person);
  const { secret } = await setUp(page, person);
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
  await setUp(page, person);
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
