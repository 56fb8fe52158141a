import type { Browser, Page } from "@playwright/test";
import { setUpFactor, takeUp } from "./authenticator";
import { inviteLink } from "./callers";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";

const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });
const mustSetUp = (page: Page) => page.getByRole("heading", { level: 1, name: "Set up a second factor" });

test("once everyone needs a second factor, who has none sets it up before they are let in, however they come", async ({
  browser,
  world,
}) => {
  const [admin, support] = [await world.user("admin"), await world.user("support")];
  const adminPage = await freshPage(browser);
  const supportPage = await freshPage(browser);
  try {
    await adminPage.goto("/");
    await signIn(adminPage, admin.email, admin.password);
    await expect(overview(adminPage)).toBeVisible();
    await supportPage.goto("/");
    await signIn(supportPage, support.email, support.password);
    await expect(overview(supportPage)).toBeVisible();

    await adminPage.goto("/settings/people/second-factor");
    await adminPage.getByRole("link", { name: "Set up my second factor" }).click();
    await setUpFactor(adminPage, admin);
    await adminPage.goto("/settings/people/second-factor");
    await adminPage.getByRole("button", { name: "Require for everyone" }).click();
    await expect(
      adminPage.getByText("Required. People without one set it up when they sign in.").first(),
    ).toBeVisible();

    await supportPage.goto("/connections");
    await signIn(supportPage, support.email, support.password);
    await expect(mustSetUp(supportPage)).toBeVisible();
    await expectSound(supportPage, "set up a second factor");
    await supportPage.goto("/connections");
    await expect(supportPage).toHaveURL(/\/sign-in\?/);
    await signIn(supportPage, support.email, support.password);
    await takeUp(supportPage);
    await expect(supportPage.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();

    const invited = await freshPage(browser);
    await invited.goto(await inviteLink(world));
    await invited.getByLabel("Name").fill("Newcomer");
    await invited.getByLabel("Password").fill("a long enough password");
    await invited.getByRole("button", { name: "Accept and sign in" }).click();
    await expect(mustSetUp(invited)).toBeVisible();
    await takeUp(invited);
    await expect(overview(invited)).toBeVisible();

    await adminPage.reload();
    await adminPage.getByRole("button", { name: "Make it optional" }).click();
    await expect(adminPage.getByText("Optional. Everyone decides in their profile.").first()).toBeVisible();
  } finally {
    await world.database.query(`DELETE FROM "SignInPolicy"`);
  }
});

async function freshPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stackHandle().appUrl });
  return context.newPage();
}
