import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { expect } from "./journey";

/** The code of a secret, now or some steps of half a minute from now. */
export const codeOf = (secret: string, offsetSteps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 * offsetSteps });

/** Takes the secret from a page that sets a second factor up, and enters its code by the keyboard. */
export async function takeUp(page: Page): Promise<{ secret: string; backupCodes: string[] }> {
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
  return { secret, backupCodes };
}

/** Sets a second factor up in the profile. */
export async function setUpFactor(
  page: Page,
  { password }: { password: string },
): Promise<{ secret: string; backupCodes: string[] }> {
  await page.goto("/profile/second-factor");
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  const taken = await takeUp(page);
  await expect(page.getByText("Signing in asks for a code")).toBeVisible();
  return taken;
}
