import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, type Page } from "playwright";
import { browserArgs, ensureBrowser } from "../browser";
import { people } from "./people";

/** The README's pictures: `node --import tsx dev/demo/screenshots.ts http://localhost:3000`, with the demo running. */
const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const VIEWPORT = { width: 1280, height: 860 };

async function main([appUrl]: string[]): Promise<void> {
  if (!appUrl || !URL.canParse(appUrl)) throw new Error("Usage: screenshots.ts URL-OF-THE-RUNNING-DEMO");
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs() });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({
        baseURL: appUrl,
        viewport: VIEWPORT,
        colorScheme,
        deviceScaleFactor: 2,
        locale: "en-GB",
        timezoneId: "UTC",
      });
      await openConnections(page);
      const path = join(FOLDER, `connections-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
      console.log(path);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

async function openConnections(page: Page): Promise<void> {
  const { email, password } = people.admin;
  await page.goto("/sign-in?returnTo=/connections");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Connections" }).waitFor();
  // Off the row that came to lie under the pointer.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
