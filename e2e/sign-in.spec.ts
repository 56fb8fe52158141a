import { expect, test } from "./journey";
import { signIn } from "./screens";

test("a wrong password is answered in one sentence that does not say which part was wrong", async ({
  page,
  world,
}) => {
  const { email } = await world.user("support");
  await page.goto("/sign-in");
  await signIn(page, email, "not the password");
  await expect(page.getByText("Email or password is not right.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(email);
  await signIn(page, "nobody@countersign.test", "not the password");
  await expect(page.getByText("Email or password is not right.")).toBeVisible();
});

test("a deep link is where signing in leads, and signing out ends the session", async ({ page, world }) => {
  const { email, password } = await world.user("support");
  const { companyId, companyName } = await world.connectedToQuickBooks();
  await page.goto(`/companies/${companyId}`);
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await signIn(page, email, password);
  await expect(page.getByRole("heading", { level: 1, name: companyName })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}$`));

  await page.getByText("Support", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto(`/companies/${companyId}`);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("a copy of a session's cookie opens nothing once its person has signed out", async ({
  page,
  world,
  browser,
}) => {
  const { email, password } = await world.user("support");
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const elsewhere = await browser.newContext({ storageState: await page.context().storageState() });
  const thief = await elsewhere.newPage();
  await thief.goto(page.url());
  await expect(thief.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await page.getByText("Support", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await thief.goto("/connections");
  await expect(thief.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await elsewhere.close();
});

test("signing in leads to no other site", async ({ page, world }) => {
  const { email, password } = await world.user("finance");
  for (const elsewhere of ["https://example.test/", "//example.test/", "/\\example.test"]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(elsewhere)}`);
    await signIn(page, email, password);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/");
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in works, and a wrong password is explained", async ({ page, world }) => {
    const { email, password } = await world.user("finance");
    await page.goto("/sign-in");
    await signIn(page, email, "not the password");
    await expect(page.getByText("Email or password is not right.")).toBeVisible();
    await signIn(page, email, password);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  });
});
