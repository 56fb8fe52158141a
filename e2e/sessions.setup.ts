import { people } from "@/dev/demo/people";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { roles, sessionOf } from "./stack-handle";

for (const role of roles) {
  test(`${role} signs in`, async ({ page, world }) => {
    await page.goto("/");
    await signIn(page, people[role].email, people[role].password);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    // Tests that run later than some minutes make keys and exports, too.
    await world.database.query(
      `UPDATE "Session" SET "provedAt" = "expiresAt" WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
      [people[role].email],
    );
    await page.context().storageState({ path: sessionOf(role) });
  });
}
