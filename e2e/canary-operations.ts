import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "@playwright/test";
import { hashOf, stateEncryptionContext } from "@/lib/token/consent/state";
import { createKeyring } from "@/lib/token/keys/keyring";
import type { Canaries } from "./canaries";
import { allowQuickBooks, allowXero, startConnecting } from "./consent-page";
import { expect } from "./journey";
import { expectConnection, signIn } from "./screens";
import { roles, sessionOf, stackHandle } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

/** What the app is told from outside, and the sessions it has given. */
export function addConfigured(canaries: Canaries): void {
  const { env } = stackHandle();
  for (const name of [
    "ENCRYPTION_KEY",
    "NEXTAUTH_SECRET",
    "AUDIT_SIGNING_KEY",
    "QUICKBOOKS_CLIENT_SECRET",
    "XERO_CLIENT_SECRET",
  ] as const) {
    canaries.add(name, env[name]);
  }
  canaries.add("the database's password", decodeURIComponent(new URL(env.DATABASE_URL).password));
  for (const role of roles) {
    const { cookies } = JSON.parse(readFileSync(sessionOf(role), "utf8")) as {
      cookies: { name: string; value: string }[];
    };
    for (const { name, value } of cookies) {
      if (name.endsWith("session-token")) canaries.add(`${role}'s session`, value);
    }
  }
}

/** Passwords typed into the sign-in page: another account's, nobody's, and the right one, which opens a session. */
export async function signInWithCanaries(page: Page, world: World, canaries: Canaries): Promise<void> {
  const { id, email, password } = await world.user("finance");
  for (const [who, what] of [
    [email, "a wrong password"],
    ["nobody@countersign.test", "a password of nobody"],
  ] as const) {
    await page.goto("/sign-in");
    await signIn(page, who, canaries.plant(what));
    await expect(page.getByText("Email or password is not right.")).toBeVisible();
  }
  await page.goto("/sign-in");
  await signIn(page, email, canaries.add("a right password", password));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith("session-token"));
  canaries.add("a new session", session?.value ?? "");
  const [user] = await world.database.query<{ passwordHash: string }>(
    `SELECT "passwordHash" FROM "User" WHERE id = $1`,
    [id],
  );
  canaries.add("a password's hash", user?.passwordHash ?? "");
}

/**
 * Consents at both providers by the app itself, with all that passes between the three of them.
 *
 * @returns The companies' ids.
 */
export async function connectWithCanaries(page: Page, world: World, canaries: Canaries): Promise<string[]> {
  const seen: URL[] = [];
  page.on("request", (request) => seen.push(new URL(request.url())));
  const quickBooks = await world.company("Canary One");
  const books = `${quickBooks.companyName} Inc.`;
  await world.simulator.addIntuitCompany(books);
  await startConnecting(page, quickBooks);
  await allowQuickBooks(page, books);
  await expectConnection(page, quickBooks.companyName, "Working");
  const xero = await world.company("Canary Two");
  const organisation = `${xero.companyName} Ltd`;
  const { name } = await world.bookkeeper([organisation]);
  await page.goto(
    `/connections/new?${new URLSearchParams({ search: xero.companyName, company: xero.companyId })}`,
  );
  await page.getByRole("button", { name: "Connect to Xero" }).click();
  await allowXero(page, name, [organisation]);
  await expectConnection(page, xero.companyName, "Working");

  for (const url of seen) {
    const [state, code] = [url.searchParams.get("state"), url.searchParams.get("code")];
    if (code) canaries.add("an authorization code", code, true);
    if (state) await addStateSecrets(world, canaries, state);
  }
  const cookies = await page.context().cookies();
  canaries.add("the browser's key", cookies.find(({ name }) => name === "countersign_consent")?.value ?? "");
  for (const [company, provider] of [
    [quickBooks, "qbo"],
    [xero, "xero"],
  ] as const) {
    const token = await world.service.getValidToken(company.companyId, provider, world.adminId);
    const issued = await world.simulator.issuedTokens();
    const grantId = issued.find(({ value }) => value === token)?.grantId;
    const ofGrant = issued.filter((each) => each.grantId === grantId && each.kind !== "code");
    expect(ofGrant.length).toBeGreaterThanOrEqual(2);
    for (const { kind, value } of ofGrant) canaries.add(`${provider}'s ${kind} token`, value);
  }
  return [quickBooks.companyId, xero.companyId];
}

async function addStateSecrets(world: World, canaries: Canaries, state: string): Promise<void> {
  const [row] = await world.database.query<{
    connectionType: string;
    companyId: string;
    sealedSecrets: Buffer;
  }>(`SELECT "connectionType", "companyId", "sealedSecrets" FROM "OAuthState" WHERE "stateHash" = $1`, [
    hashOf(state),
  ]);
  if (!row) return;
  const keyring = createKeyring({ current: stackHandle().env.ENCRYPTION_KEY });
  const context = stateEncryptionContext(hashOf(state), row.connectionType, row.companyId);
  const secrets = JSON.parse(keyring.decrypt(row.sealedSecrets, context)) as Record<string, string>;
  expect(Object.keys(secrets).sort()).toEqual(["codeVerifier", "nonce", "state"]);
  canaries.add("a state", secrets.state ?? "", true);
  canaries.add("a nonce", secrets.nonce ?? "", true);
  canaries.add("a PKCE verifier", secrets.codeVerifier ?? "");
}

/**
 * A provider that answers with secrets in the bodies of its errors, whatever the app asks it.
 *
 * @returns The companies' ids.
 */
export async function failWithCanaries(page: Page, world: World, canaries: Canaries): Promise<string[]> {
  const body = (what: string) =>
    JSON.stringify({
      error: canaries.plant(`${what}, error`),
      error_description: canaries.plant(`${what}, description`),
      Fault: { Error: [{ Message: canaries.plant(`${what}, message`), code: "9999" }] },
    });
  const company = await world.connectedToQuickBooks("Canary Three");
  for (const status of [400, 403, 500]) {
    await answer(world, company, "api", status, body(`an API's ${status}`));
    await check(page, company);
  }
  // The access token is refused, so that a check refreshes; and that refresh is refused in turn.
  await answer(world, company, "api", 401, body("an API's 401"));
  await answer(world, company, "token", 400, body("a refused refresh"));
  await check(page, company);
  await answer(world, company, "revoke", 400, `<p>${canaries.plant("a refused revocation")}</p>`);
  await page.goto(`/connections/${company.connectionId}/disconnect`);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expectConnection(page, company.companyName, "Disconnected");

  const refused = await world.company("Canary Four");
  const books = `${refused.companyName} Inc.`;
  const { realmId } = await world.simulator.addIntuitCompany(books);
  await answer(world, { tenantId: realmId }, "token", 400, body("a refused code"));
  await startConnecting(page, refused);
  await allowQuickBooks(page, books);
  await expect(page).toHaveURL((url) => url.pathname.startsWith("/connections"));
  expect(await world.service.getTokenStatus(refused.companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  return [company.companyId, refused.companyId];
}

function answer(
  { simulator }: World,
  { tenantId }: Pick<ConnectedCompany, "tenantId">,
  endpoint: "api" | "token" | "revoke",
  status: number,
  body: string,
): Promise<unknown> {
  const effect = { kind: "status", status, body } as const;
  return simulator.addFault({ provider: "qbo", endpoint, tenantId, effect });
}

async function check(page: Page, { connectionId }: ConnectedCompany): Promise<void> {
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("main").getByText(/^It does not work: /)).toBeVisible();
}

/** Addresses, headers and bodies that carry secrets where the app expects none. */
export async function sendCanaries({ request }: BrowserContext, canaries: Canaries): Promise<void> {
  const inAddress = (what: string) => encodeURIComponent(canaries.plant(`in an address: ${what}`, true));
  for (const address of [
    `/?access_token=${inAddress("overview")}`,
    `/no-such-page?secret=${inAddress("no page")}`,
    `/sign-in?password=${inAddress("sign-in")}`,
    `/connections?client_secret=${inAddress("connections")}`,
    `/audit?api_key=${inAddress("audit")}`,
    `/audit/suggest?key=company&text=a&token=${inAddress("suggestions")}`,
    `/api/auth/error?error=${inAddress("next-auth")}`,
    `/api/oauth/qbo/callback?code=${inAddress("code")}&state=${inAddress("state")}`,
    `/api/oauth/xero/callback?error=access_denied&error_description=${inAddress("denial")}&state=none`,
  ]) {
    expect((await request.get(address)).status(), address.split("?")[0]).toBeLessThan(500);
  }
  const header = (what: string) => canaries.plant(`in a header: ${what}`);
  const headers = {
    authorization: `Bearer ${header("authorization")}`,
    "proxy-authorization": `Basic ${header("proxy-authorization")}`,
    "x-api-key": header("x-api-key"),
    "next-action": header("next-action"),
    referer: `http://elsewhere.test/?token=${encodeURIComponent(header("referer"))}`,
  };
  for (const address of ["/", "/audit", "/audit/export?format=none", "/api/readyz", "/no-such-page"]) {
    await request.get(address, { headers });
    await request.post(address, {
      headers,
      form: { password: canaries.plant(`in a form sent to ${address}`) },
    });
  }
  await request.post("/api/auth/callback/credentials", {
    form: { email: "admin@countersign.test", password: canaries.plant("a password sent to next-auth") },
  });
}
