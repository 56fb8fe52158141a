import { people } from "@/dev/demo/people";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { roles, sessionOf } from "./stack-handle";

for (const role of roles) {
  test(`${role} signs in`, async ({ page }) => {
    await page.goto("/");
    await signIn(page, people[role].email, people[role].password);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await page.context().storageState({ path: sessionOf(role) });
  });
}
