import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { recordAudit } from "@/lib/audit/record/record";
import { type RoleName, sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

const MINUTE_MS = 60_000;

/** One company's rows, some of them failures, many of them in one millisecond. */
interface Trail {
  companyId: string;
  companyName: string;
  /** Oldest first. */
  ids: string[];
}

/** A page of the app on which this role is signed in. */
export async function pageOf(
  browser: Browser,
  role: RoleName,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    storageState: sessionOf(role),
    baseURL: stackHandle().appUrl,
    ...options,
  });
  return context.newPage();
}

export function dataRows(page: Page) {
  return page
    .getByRole("table")
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") });
}

/** The ids of the rows shown, newest first. */
export function shownIds(page: Page): Promise<string[]> {
  return page
    .locator("a.row-link")
    .evaluateAll((links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get("row") ?? ""),
    );
}

export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Sixty Tabs did not lead to ${selector}`);
}

/** Rows of a new company, from before it was added: every third a failure, most of many in one millisecond. */
export async function leaveTrail(world: World, rows: number): Promise<Trail> {
  const { companyId, companyName } = await world.company("Trail");
  const endMs = Date.now() - MINUTE_MS;
  const ids: string[] = [];
  for (let row = 0; row < rows; row++) {
    const beforeEndMs = rows > 200 ? (row < 20 ? 20 - row : 0) : rows - row;
    ids.push(await addRow(world, companyId, endMs - beforeEndMs, row % 3 === 0 ? "failure" : "success"));
  }
  // Within a millisecond the log is in the order of the ids.
  const sorted = await world.database.query<{ id: string }>(
    `SELECT id FROM "AuditLog" WHERE id = ANY($1) ORDER BY "timestamp", id`,
    [ids],
  );
  return { companyId, companyName, ids: sorted.map(({ id }) => id) };
}

export function addRow(
  world: World,
  companyId: string,
  atMs: number,
  outcome: "success" | "failure",
  errorMessage = "The provider did not answer",
): Promise<string> {
  const failed = outcome === "failure";
  return recordAudit(world.database, {
    operation: "api.call",
    outcome,
    by: { kind: "person", id: world.adminId },
    about: { companyId, connectionType: "qbo" },
    via: ["GET", "/v3/company/query"],
    responseStatus: failed ? 503 : 200,
    errorMessage: failed ? errorMessage : undefined,
    responseTimeMs: 120,
    atMs,
  });
}
