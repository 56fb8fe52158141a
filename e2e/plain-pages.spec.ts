import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

for (const { what, path, title } of [
  { what: "what a problem means", path: "/problems/no_connection", title: /./ },
  { what: "a problem that is none", path: "/problems/no_such_problem", title: "That did not work" },
  { what: "a file that can't be made", path: "/connections/export?colour=red", title: "That did not work" },
]) {
  test(`${what} is a page in our looks, though no framework draws it`, async ({ page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(page.getByRole("main")).toHaveCSS("border-radius", "10px");
      const background = colorScheme === "light" ? "rgb(247, 248, 250)" : "rgb(13, 17, 23)";
      await expect(page.locator("body")).toHaveCSS("background-color", background);
      await expectSound(page, `${what}, ${colorScheme}`);
    }
  });
}
