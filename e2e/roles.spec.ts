import { type Browser, type Locator, request } from "@playwright/test";
import { FORBIDDEN } from "@/app/(admin)/words";
import { readDoors } from "@/dev/architecture/doors";
import { readSources } from "@/dev/architecture/project";
import { systemClock } from "@/lib/clock";
import { disableUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { expect, test } from "./journey";
import { filesBehindSignIn, pagesBehindSignIn, publicPages } from "./pages";
import { signIn } from "./screens";
import { type RoleName, roles, sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

for (const role of roles) {
  test(`${role} reaches the pages of the role and no others`, async () => {
    const options = { storageState: sessionOf(role), baseURL: stackHandle().appUrl };
    const client = await request.newContext(options);
    for (const { name, path, for: allowed } of pagesBehindSignIn()) {
      const may = (allowed as readonly RoleName[]).includes(role);
      const answer = await client.get(path, { maxRedirects: 0 });
      expect.soft(answer.status(), `${name}: ${path}`).toBe(may ? 200 : 403);
      if (!may) expect.soft(bodyOf(await answer.text()), `${name}: ${path}`).toContain(`>${FORBIDDEN}</h1>`);
    }
    await client.dispose();
  });
}

test("an address that leads to nothing is drawn as such, without scripts, too", async () => {
  const client = await request.newContext({
    storageState: sessionOf("admin"),
    baseURL: stackHandle().appUrl,
  });
  const behind = readDoors(readSources()).doors.filter(
    ({ kind, name, admits }) => kind === "page" && name.includes("[") && admits !== "public",
  );
  expect(behind.length).toBeGreaterThan(15);
  for (const { name } of behind) {
    const answer = await client.get(name.replaceAll(/\[\w+\]/g, "unknown"), { maxRedirects: 0 });
    expect.soft(answer.status(), name).toBe(SAY_IT_THEMSELVES.includes(name) ? 200 : 404);
    expect.soft(bodyOf(await answer.text()), name).toMatch(/<h1[^>]*>[^<]+<\/h1>/);
  }
  await client.dispose();
});

/** What a request left, or a consent, is gone after a while: that it was never there is not known. */
const SAY_IT_THEMSELVES = ["/audit/requests/[id]", "/connections/choose/[id]"];

/** What a browser draws by itself, without the data that scripts would draw. */
const bodyOf = (html: string) => html.replaceAll(/<(script|template)[\s\S]*?<\/\1>/g, "");

test("each role gets the files of the role and no others, a visitor none", async () => {
  for (const { name, path, for: allowed } of filesBehindSignIn) {
    for (const role of [...roles, undefined]) {
      const storageState = role && sessionOf(role);
      const client = await request.newContext({
        baseURL: stackHandle().appUrl,
        ...(storageState && { storageState }),
      });
      const response = await client.get(path, { maxRedirects: 0 });
      const expected = !role ? 303 : (allowed as readonly RoleName[]).includes(role) ? 200 : 403;
      expect.soft(response.status(), `${name} for ${role ?? "a visitor"}`).toBe(expected);
      await client.dispose();
    }
  }
});

test("a visitor is asked to sign in for every page but the public ones", async ({ request: visitor }) => {
  for (const { path } of pagesBehindSignIn()) {
    const answer = await visitor.get(path, { maxRedirects: 0 });
    expect.soft([303, 307], path).toContain(answer.status());
    const { pathname, searchParams } = new URL(answer.headers().location ?? "", stackHandle().appUrl);
    expect.soft([pathname, searchParams.get("returnTo") ?? "/"], path).toEqual(["/sign-in", path]);
  }
  for (const { path } of publicPages) {
    const answer = await visitor.get(path, { maxRedirects: 0 });
    expect.soft(answer.status(), path).toBe(200);
  }
});

test("support sees a connection without the admin's buttons", async ({ browser }) => {
  const { gallery } = stackHandle();
  const context = await browser.newContext({
    storageState: sessionOf("support"),
    baseURL: stackHandle().appUrl,
  });
  const page = await context.newPage();
  const { working, needsReconnecting, disconnected } = gallery.companies;
  for (const id of [working, needsReconnecting, disconnected]) {
    await page.goto(`/companies/${id}`);
    await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
    await expectNoActions(page.getByRole("main"));
  }
  await page.goto("/connections");
  await expect(page.getByRole("table")).toBeVisible();
  await expectNoActions(page.getByRole("main"));
  await expect(page.getByRole("link", { name: "Connect a company" })).toHaveCount(0);
  await context.close();
});

test("finance sees the overview's figures, everyone's health and no way to a connection", async ({
  browser,
}) => {
  const context = await browser.newContext({
    storageState: sessionOf("finance"),
    baseURL: stackHandle().appUrl,
  });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("main")).toContainText("Gallery Needs Reconnecting");
  await expect(page.getByRole("main")).toContainText(
    "Data has stopped for these companies. An admin reconnects them.",
  );
  await expectNoActions(page.getByRole("main"));
  await expect(page.locator('a[href^="/connections"]')).toHaveCount(0);
  const { gallery } = stackHandle();
  const company = `/companies/${gallery.companies.needsReconnecting}`;
  const own = [company, `${company}/timeline`, `${company}/settings`];
  for (const path of ["/health", "/health/calendar", ...own]) {
    await page.goto(path);
    await expectNoActions(page.getByRole("main"));
    await expect(page.locator('a[href^="/connections"], a[href^="/audit"]')).toHaveCount(0);
  }
  await context.close();
});

for (const role of ["support", "finance"] as const) {
  test(`${role} can't do what is the admin's by sending its forms`, async ({ browser, world }) => {
    const { companyId, connectionId, tenantId } = await world.connectedToQuickBooks();
    await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
    const forms = await adminForms(browser, { connectionId, companyId });
    const before = await refusals(world, role);
    const channelsBefore = await channels(world);
    for (const { path, fields } of forms) await send(role, path, fields);
    expect(await refusals(world, role)).toBe(before + forms.length);
    // A check would have found the grant ended, a disconnect would have removed it.
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "VALID" });
    const states = await world.database.query(
      `SELECT 1 FROM "OAuthState" WHERE "companyId" = $1 AND "connectionId" IS NOT NULL`,
      [companyId],
    );
    expect(states).toHaveLength(0);
    expect(await channels(world)).toEqual(channelsBefore);
  });
}

/** Those no other test makes: their state is what an admin left it in. */
const channels = ({ database }: World) =>
  database.query(`SELECT target, "disabledAt", "removedAt" FROM "AlertChannel" WHERE id = $1`, [
    stackHandle().gallery.channel,
  ]);

test("an admin's own form is refused when a page sends it that hides where it is", async ({
  browser,
  world,
}) => {
  const { companyId, connectionId } = await world.connectedToQuickBooks();
  for (const { path, fields } of await adminForms(browser, { connectionId, companyId })) {
    const answer = await send("admin", path, fields, "null");
    expect([path, answer.status]).toEqual([path, 403]);
    expect(answer.text).toContain("did not come from Countersign's own pages");
  }
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "VALID" });
});

test("an admin's own form is refused when another site sends it", async ({ browser, world }) => {
  const { companyId, connectionId } = await world.connectedToQuickBooks();
  for (const { path, fields } of await adminForms(browser, { connectionId, companyId })) {
    await send("admin", path, fields, "https://elsewhere.test");
  }
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "VALID" });
});

test("a disabled user is refused at the next request", async ({ page, world }) => {
  const { id, email, password } = await world.user("support");
  await page.goto("/connections");
  await signIn(page, email, password);
  await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
  const actor = { kind: "person", id: world.adminId } as const;
  await actAs(actor, () => disableUser({ database: world.database, clock: systemClock }, id));
  await page.goto("/connections");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await signIn(page, email, password);
  await expect(page.getByText("Email or password is not right.")).toBeVisible();
});

async function expectNoActions(main: Locator): Promise<void> {
  const actions = main.getByRole("button", { name: /reconnect|check now|disconnect|connect to/i });
  await expect(actions).toHaveCount(0);
  // What was done is told by the same words, and leads to its audit row.
  const elsewhere = main.page().locator('a:not([href^="/audit"])');
  await expect(main.getByRole("link", { name: /^(re|dis)?connect$/i }).and(elsewhere)).toHaveCount(0);
}

interface AdminForm {
  path: string;
  fields: Record<string, string>;
}

/** The forms an admin's pages hold for a connection, as a browser without JavaScript would send them. */
async function adminForms(
  browser: Browser,
  { connectionId, companyId }: { connectionId: string; companyId: string },
): Promise<AdminForm[]> {
  const context = await browser.newContext({
    storageState: sessionOf("admin"),
    baseURL: stackHandle().appUrl,
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  const buttons: { path: string; name: string }[] = [
    { path: `/companies/${companyId}`, name: "Check now" },
    { path: `/companies/${companyId}`, name: "Reconnect" },
    { path: `/connections/${connectionId}/disconnect`, name: "Disconnect" },
    { path: "/connections/new", name: "Add company" },
    { path: `/companies/${companyId}/settings`, name: "Rename" },
    { path: `/companies/${companyId}/settings`, name: "Save contact and tags" },
    { path: "/settings", name: "Add email" },
    { path: "/settings", name: "Add webhook" },
    { path: "/settings", name: "Send test to gallery@countersign.test" },
    { path: "/settings", name: "Turn off gallery@countersign.test" },
    { path: `/settings/channels/${stackHandle().gallery.channel}/remove`, name: "Remove" },
  ];
  const forms: AdminForm[] = [];
  for (const { path, name } of buttons) {
    await page.goto(path);
    const form = page.locator("form").filter({ has: page.getByRole("button", { name, exact: true }) });
    const inputs = await form
      .locator("input")
      .evaluateAll((list) => list.map((input) => [input.getAttribute("name"), input.getAttribute("value")]));
    const fields = Object.fromEntries(
      inputs.flatMap(([field, value]) => (field ? [[field, value ?? ""]] : [])),
    );
    expect(
      Object.keys(fields).some((field) => field.startsWith("$ACTION")),
      name,
    ).toBe(true);
    forms.push({ path, fields });
  }
  await context.close();
  return forms;
}

async function send(
  role: RoleName,
  path: string,
  fields: Record<string, string>,
  origin = stackHandle().appUrl,
): Promise<{ status: number; text: string }> {
  const client = await request.newContext({ storageState: sessionOf(role), baseURL: stackHandle().appUrl });
  const answer = await client.post(path, { multipart: fields, headers: { origin }, maxRedirects: 0 });
  const told = { status: answer.status(), text: await answer.text() };
  await client.dispose();
  return told;
}

/** How many admin's verbs this role's session was refused so far. */
async function refusals(world: World, role: RoleName): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog" a JOIN "User" u ON u.id = a."userId"
     WHERE a.operation = 'access.refuse' AND a."requestMethod" = 'POST' AND u.email = $1`,
    [`${role}@countersign.test`],
  );
  return row?.count ?? 0;
}
