import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** All that can differ between the themes: each page is looked at in the light one, too. */
const COLOURS = ["color-contrast", "link-in-text-block"];
const NARROW = [390, 320];

/** No violation at full width, and nothing wider than the window at a phone's. */
export async function expectSound(page: Page, name: string): Promise<void> {
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  // Our pages frame nothing, so that no second page is needed to sum up.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (isDark ? axe.withRules(COLOURS) : axe.withTags(STANDARD)).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect.soft(found, name).toEqual([]);
  if (!isDark) await expectToFit(page, name);
}

async function expectToFit(page: Page, name: string): Promise<void> {
  const full = page.viewportSize();
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 800 });
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(overhang, `${name} at ${width} px`).toBeLessThanOrEqual(0);
  }
  if (full) await page.setViewportSize(full);
}
