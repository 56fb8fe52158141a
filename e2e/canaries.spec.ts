import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, request } from "@playwright/test";
import { dumpOf } from "@/dev/vitest/database-dump";
import { everyAddress } from "./app-routes";
import { Canaries, type Surface } from "./canaries";
import {
  addConfigured,
  connectWithCanaries,
  failWithCanaries,
  sendCanaries,
  signInWithCanaries,
} from "./canary-operations";
import { expect, test } from "./journey";
import { type RoleName, roles, sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

const NOBODY = { cookies: [], origins: [] };
/** A page as a browser loads it, as Next's router asks for it, and as it asks beforehand. */
const ASKINGS = {
  page: { accept: "text/html" },
  RSC: { RSC: "1" },
  prefetch: { RSC: "1", "Next-Router-Prefetch": "1" },
};

test("threat 25: of forty planted secrets none is in a page, payload, script, error, log, export or table", async ({
  browser,
  world,
}) => {
  test.setTimeout(600_000);
  const canaries = new Canaries();
  addConfigured(canaries);
  const visitor = await watched(browser, undefined);
  await signInWithCanaries(visitor.page, world, canaries);
  await sendCanaries(visitor.context, canaries);
  const admin = await watched(browser, "admin");
  const companies = [
    ...(await connectWithCanaries(admin.page, world, canaries)),
    ...(await failWithCanaries(admin.page, world, canaries)),
  ];
  await sendCanaries(admin.context, canaries);
  expect(canaries.count).toBeGreaterThanOrEqual(40);
  const echoes = [...visitor.surfaces, ...admin.surfaces];
  await Promise.all([visitor.context.close(), admin.context.close()]);

  const addresses = [...everyAddress(), "/no-such-page", ...(await addressesOf(world, companies))];
  const surfaces = [
    ...(await Promise.all([undefined, ...roles].map((role) => crawl(role, addresses)))).flat(),
    ...(await Promise.all(roles.map((role) => walk(browser, role)))).flat(),
    ...(await exports()),
    ...left(),
    ...[...(await dumpOf(world.database))].map(([name, text]) => ({ name: `table ${name}`, text })),
  ];
  expectSearchWorks([...echoes, ...surfaces], canaries);
  const isOfUsers = ({ name }: Surface) => name === 'table public."User"';
  expect([
    ...echoes.flatMap((surface) => canaries.found(surface, { echo: true })),
    ...surfaces.filter((surface) => !isOfUsers(surface)).flatMap((surface) => canaries.found(surface)),
    // Where a password's hash belongs.
    ...surfaces
      .filter(isOfUsers)
      .flatMap((surface) => canaries.found(surface))
      .filter((what) => !what.startsWith("a password's hash")),
  ]).toEqual([]);
});

/** What is there on purpose is found by the same search, on every kind of surface. */
function expectSearchWorks(surfaces: readonly Surface[], canaries: Canaries): void {
  const { appUrl, env } = stackHandle();
  const known = new Canaries();
  const shown: [what: string, value: string, surface: RegExp][] = [
    ["a company", "Gallery Needs Reconnecting", /^finance, page: \/$/],
    ["a company", "Gallery Needs Reconnecting", /^admin, RSC: \/$/],
    ["a company", "Gallery Needs Reconnecting", /^admin walks: .*_rsc=/],
    ["a sentence", "Countersign couldn't show this page", /^admin walks: .*\.js/],
    ["a failure", "Email or password is not right.", /^a visitor walks: \/sign-in/],
    ["a refusal", "Your role does not include this page", /^finance, page: \/audit$/],
    ["the app's address", appUrl, /^app\.log$/],
    ["an operation", "connection.disconnect", /^export: csv$/],
    ["an operation", "connection.disconnect", /^export: jsonl$/],
    ["an operation", "connection.disconnect", /^table public\."AuditLog"$/],
    ["a client id", env.XERO_CLIENT_ID, /^a sentence with it$/],
  ];
  const all = [...surfaces, { name: "a sentence with it", text: `id ${btoa(`xx${env.XERO_CLIENT_ID}xx`)}` }];
  for (const [what, value, of] of shown) {
    known.add(what, value);
    const found = all.filter(({ name }) => of.test(name)).flatMap((surface) => known.found(surface));
    expect(found, `${what} where ${of} says`).not.toEqual([]);
  }
  expect(canaries.found({ name: "it", text: JSON.stringify({ env }) }).length).toBeGreaterThanOrEqual(6);
}

/** A page whose every answer from the app is kept, on its way to the browser: afterwards it may have dropped some. */
async function watched(browser: Browser, role: RoleName | undefined) {
  const { appUrl } = stackHandle();
  const context = await browser.newContext({
    storageState: role ? sessionOf(role) : NOBODY,
    baseURL: appUrl,
  });
  const page = await context.newPage();
  const surfaces: Surface[] = [];
  const session = await context.newCDPSession(page);
  session.on("Fetch.requestPaused", async ({ requestId, request: { url }, responseStatusCode = 0 }) => {
    // A page that goes elsewhere meanwhile gives up what it asked for.
    const gone = () => undefined;
    const isRedirect = responseStatusCode >= 300 && responseStatusCode < 400;
    const answer = isRedirect
      ? undefined
      : await session.send("Fetch.getResponseBody", { requestId }).catch(gone);
    if (answer) {
      const text = answer.base64Encoded ? Buffer.from(answer.body, "base64").toString("utf8") : answer.body;
      surfaces.push({ name: `${role ?? "a visitor"} walks: ${url.slice(appUrl.length)}`, text });
    }
    await session.send("Fetch.continueRequest", { requestId }).catch(gone);
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: `${appUrl}/*`, requestStage: "Response" }] });
  return { context, page, surfaces };
}

/** Where these companies are shown: their connections, their trail, and each failure in it. */
async function addressesOf({ database }: World, companies: readonly string[]): Promise<string[]> {
  const connections = await database.query<{ id: string }>(
    `SELECT id FROM "Connection" WHERE "companyId" = ANY($1)`,
    [companies],
  );
  const failures = await database.query<{ id: string }>(
    `SELECT id FROM "AuditLog" WHERE "companyId" = ANY($1) AND outcome <> 'success' ORDER BY "position"`,
    [companies],
  );
  expect(connections).toHaveLength(3);
  expect(failures.length).toBeGreaterThanOrEqual(6);
  return [
    ...connections.map(({ id }) => `/connections/${id}`),
    ...companies.flatMap((id) =>
      ["", "/timeline", "/audit", "/settings"].map((tab) => `/companies/${encodeURIComponent(id)}${tab}`),
    ),
    ...companies.map((id) => `/audit?company=${id}&since=all`),
    ...failures.map(({ id }) => `/audit?row=${id}`),
  ];
}

/** Pages and routes, in every way of asking for them. */
async function crawl(role: RoleName | undefined, addresses: readonly string[]): Promise<Surface[]> {
  const context = await request.newContext({
    storageState: role ? sessionOf(role) : NOBODY,
    baseURL: stackHandle().appUrl,
  });
  const surfaces: Surface[] = [];
  for (const address of addresses) {
    for (const [asking, headers] of Object.entries(ASKINGS)) {
      const answer = await context.get(address, { headers });
      expect.soft(answer.status(), address).toBeLessThan(500);
      surfaces.push({ name: `${role ?? "a visitor"}, ${asking}: ${address}`, text: await answer.text() });
    }
  }
  await context.dispose();
  return surfaces;
}

/** By every link of the navigation, as the router does it, with the scripts that come along. */
async function walk(browser: Browser, role: RoleName): Promise<Surface[]> {
  const { context, page, surfaces } = await watched(browser, role);
  await page.goto("/");
  const links = page.getByRole("navigation").getByRole("listitem").getByRole("link");
  await expect.poll(() => links.last().evaluate(isTakenOver)).toBe(true);
  for (const link of await links.all()) {
    const path = (await link.getAttribute("href")) ?? "";
    await link.click();
    await expect(page).toHaveURL((url) => url.pathname === path);
    await expect.poll(() => surfaces.some(({ name }) => name.includes(` ${path}?_rsc=`)), path).toBe(true);
  }
  await context.close();
  return surfaces;
}

/** Whether React answers for an element; before that a click loads a whole page. */
function isTakenOver(element: Element): boolean {
  return Object.keys(element).some((key) => key.startsWith("__reactProps"));
}

async function exports(): Promise<Surface[]> {
  const context: Pick<BrowserContext["request"], "get" | "dispose"> = await request.newContext({
    storageState: sessionOf("admin"),
    baseURL: stackHandle().appUrl,
  });
  const surfaces: Surface[] = [];
  for (const format of ["csv", "jsonl"]) {
    const answer = await context.get(`/audit/export?since=all&format=${format}`);
    surfaces.push({ name: `export: ${format}`, text: await answer.text() });
  }
  await context.dispose();
  return surfaces;
}

/** What the app left on the disk: its log, and the journal of rotations that no database had. */
function left(): Surface[] {
  const { folder } = stackHandle();
  const files = [
    "app.log",
    ...readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.startsWith("journal") && /\.\w+$/.test(file),
    ),
  ];
  return files.map((name) => ({ name, text: readFileSync(join(folder, name), "latin1") }));
}
