import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, type Page } from "playwright";
import { browserArgs, ensureBrowser } from "../browser";
import { people } from "./people";

/** The pictures of README and docs: `node --import tsx dev/demo/screenshots.ts http://localhost:3000`, with the demo running. */
const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const VIEWPORT = { width: 1280, height: 860 };

/** A picture, and the way to what it shows. */
const PICTURES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  overview: async (page) => void (await page.goto("/")),
  connections: async (page) => void (await page.goto("/connections")),
  company: async (page) => {
    await page.goto("/connections");
    await page.getByRole("link", { name: /^Birchwood Dental Group/ }).click();
    await page.getByRole("heading", { level: 1, name: "Birchwood Dental Group" }).waitFor();
  },
  audit: async (page) => void (await page.goto("/audit?since=all")),
  request: async (page) => {
    await page.goto("/audit?operation=token.refresh&outcome=failure&since=all");
    await page.getByRole("link", { name: "Whole request" }).first().click();
    await page.getByRole("heading", { level: 1, name: /^Request/ }).waitFor();
  },
};

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
        deviceScaleFactor: 1.5,
        locale: "en-GB",
        timezoneId: "UTC",
      });
      await signIn(page);
      for (const [name, open] of Object.entries(PICTURES)) {
        await open(page);
        await page.waitForLoadState("networkidle");
        // Off the row that came to lie under the pointer.
        await page.mouse.move(0, 0);
        await page.evaluate(() => document.fonts.ready);
        const path = join(FOLDER, `${name}-${colorScheme}.png`);
        await page.screenshot({ path, animations: "disabled" });
        console.log(path);
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

async function signIn(page: Page): Promise<void> {
  const { email, password } = people.admin;
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
