import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { type Simulator, startSimulator } from "./index";
import {
  authorizeUrl,
  codeOf,
  companyInfo,
  connectIntuit,
  connectXero,
  DAY_MS,
  exchange,
  first,
  REDIRECT_URI,
  refresh,
  simulatorForTest,
} from "./test-app";

async function control(simulator: Pick<Simulator, "url">, what: string, body?: unknown) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/control/${what}`, init);
  return { status: response.status, body: await response.json() };
}

it("does over HTTP what it does in the process", async () => {
  const simulator = await simulatorForTest();
  await control(simulator, "registerRedirectUri", { provider: "qbo", uri: "http://localhost:1/x" });
  const company = (await control(simulator, "addIntuitCompany", { name: "Acme" })).body;
  const user = (await control(simulator, "addXeroUser", { name: "Mia" })).body;
  const userIds = [user.xeroUserId];
  const added = (await control(simulator, "addXeroOrganisation", { name: "Mia Ltd", userIds })).body;
  const staff = { name: "Eve", admin: true, realmIds: [company.realmId] };
  const { userId } = (await control(simulator, "addIntuitUser", staff)).body;
  const consent = async (provider: "qbo" | "xero", choice: object) => {
    const script = { provider, authorizeUrl: authorizeUrl(simulator, provider), ...choice };
    const { redirectTo } = (await control(simulator, "consent", script)).body;
    return (await exchange(simulator, provider, codeOf(redirectTo))).body;
  };
  const qbo = await consent("qbo", { realmId: company.realmId, userId });
  const xero = await consent("xero", { tenantIds: [added.tenantId] });
  const issued: { value: string }[] = (await control(simulator, "issuedTokens")).body;
  const values = issued.map(({ value }) => value);
  for (const token of [qbo.access_token, qbo.refresh_token, xero.id_token, xero.refresh_token]) {
    expect(values).toContain(token);
  }
  const grants = (await control(simulator, "grants")).body;
  expect(JSON.stringify(grants)).not.toContain(qbo.refresh_token);

  await control(simulator, "setIntuitSubscription", { realmId: company.realmId, active: false });
  expect((await companyInfo(simulator, company.realmId, qbo.access_token)).status).toBe(400);
  await control(simulator, "setIntuitAdmin", { userId, admin: false });
  expect((await companyInfo(simulator, company.realmId, qbo.access_token)).status).toBe(403);
  const target = { provider: "qbo", realmId: company.realmId };
  expect((await control(simulator, "revokeGrant", target)).body).toEqual({ ended: 1 });
  expect((await refresh(simulator, "qbo", qbo.refresh_token)).status).toBe(400);
  const removal = { tenantId: added.tenantId };
  expect((await control(simulator, "removeXeroOrganisation", removal)).body).toEqual({ removed: 1 });

  await control(simulator, "setKnobs", { xero: { graceRetry: "same" } });
  expect((await control(simulator, "knobs")).body.xero.graceRetry).toBe("same");
  await control(simulator, "addFault", { effect: { kind: "reset" }, endpoint: "token" });
  expect((await control(simulator, "faults")).body).toHaveLength(1);
  await control(simulator, "clearFaults", {});
  await control(simulator, "setClientSecret", { provider: "xero", clientSecret: "new" });
  expect((await refresh(simulator, "xero", xero.refresh_token)).body).toEqual({ error: "invalid_client" });
  expect((await control(simulator, "counters")).body.xero.invalidClients).toBe(1);
  await control(simulator, "resetCounters", {});
  expect((await control(simulator, "counters")).body.xero.invalidClients).toBe(0);
  expect(Object.keys((await control(simulator, "state")).body)).toHaveLength(6);
});

it("moves the clock forward only, and names every mistake", async () => {
  const simulator = await simulatorForTest({ startAtMs: Date.UTC(2031, 0, 1) });
  const nowMs = simulator.clock.nowMs();
  expect(new Date(nowMs).toISOString()).toMatch(/^2031-01-01T00:00/);
  expect((await control(simulator, "clock")).body).toEqual({ nowMs, rate: 0 });
  await control(simulator, "clock/advance", { ms: DAY_MS });
  expect((await control(simulator, "clock/setTo", { ms: Date.UTC(2032, 0, 1) })).body.nowMs).toBe(
    Date.UTC(2032, 0, 1),
  );
  expect((await control(simulator, "clock/setRate", { rate: 1_000 })).body.rate).toBe(1_000);
  await expect.poll(() => simulator.clock.nowMs()).toBeGreaterThan(Date.UTC(2032, 0, 1) + 1_000);
  const mistakes: [string, unknown, string][] = [
    ["clock/setTo", { ms: 5 }, "stands at"],
    ["clock/advance", { ms: -1 }, "only goes forward"],
    ["addIntuitCompany", { name: "" }, "name"],
    ["setKnobs", { intuit: { graceful: true } }, "graceful"],
    ["addFault", { effect: { kind: "storm" } }, "kind"],
    ["consent", { provider: "sage", authorizeUrl: "http://localhost" }, "provider"],
    ["consent", { provider: "qbo", authorizeUrl: authorizeUrl(simulator, "qbo") }, "Say which realmId"],
    ["revokeGrant", { provider: "qbo", realmId: "1" }, "No live grant"],
    ["addXeroOrganisation", { name: "X", userIds: ["nobody"] }, "xeroUserId"],
  ];
  for (const [verb, body, message] of mistakes) {
    const answer = await control(simulator, verb, body);
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining(message)]);
  }
  expect((await control(simulator, "nonsense")).status).toBe(404);
  expect((await fetch(`${simulator.url}/elsewhere`)).status).toBe(404);
  expect((await fetch(`${simulator.url}/xero/connect/token`)).status).toBe(405);
});

it("reset brings the first world back and forgets every token, keeping clock and redirect URIs", async () => {
  const simulator = await simulatorForTest();
  const { realmId } = simulator.control.addIntuitCompany({ name: "Acme" });
  const tokens = await connectIntuit(simulator, realmId);
  simulator.control.setKnobs({ rateLimits: true });
  simulator.clock.advance(DAY_MS);
  const nowMs = simulator.clock.nowMs();
  await control(simulator, "reset", {});
  const world = simulator.control.world();
  expect(world.intuitCompanies.map(({ name }) => name)).toHaveLength(3);
  expect([world.xeroUsers.length, world.xeroOrganisations.length]).toEqual([2, 4]);
  expect(world.redirectUris.qbo).toEqual([REDIRECT_URI]);
  expect(simulator.control.knobs().rateLimits).toBe(false);
  expect([simulator.control.grants(), simulator.control.issuedTokens()]).toEqual([[], []]);
  expect(simulator.clock.nowMs()).toBe(nowMs);
  expect((await refresh(simulator, "qbo", tokens.refresh_token)).status).toBe(400);
});

it("a Xero user's removal of the app ends the grant and every connection", async () => {
  const simulator = await simulatorForTest();
  const { xeroUserId } = first(simulator.control.world().xeroUsers);
  const tokens = await connectXero(simulator, xeroUserId);
  expect(simulator.control.world().xeroConnections).toHaveLength(3);
  simulator.control.revokeGrant({ provider: "xero", xeroUserId });
  expect(simulator.control.world().xeroConnections).toEqual([]);
  expect((await refresh(simulator, "xero", tokens.refresh_token)).body).toEqual({ error: "invalid_grant" });
});

it("a state file carries grants, world and clock over a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulator-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  const before = await startSimulator({ stateFile });
  before.control.registerRedirectUri("qbo", REDIRECT_URI);
  const { realmId } = before.control.addIntuitCompany({ name: "Acme" });
  const tokens = await connectIntuit(before, realmId);
  before.clock.advance(DAY_MS);
  const stoppedAtMs = before.clock.nowMs();
  await before.close();

  const after = await simulatorForTest({ stateFile });
  expect(after.clock.nowMs()).toBeGreaterThanOrEqual(stoppedAtMs);
  expect(after.control.world().intuitCompanies).toHaveLength(4);
  const refreshed = await refresh(after, "qbo", tokens.refresh_token);
  expect(refreshed.status).toBe(200);
  expect((await companyInfo(after, realmId, refreshed.body.access_token)).status).toBe(200);
  await connectIntuit(after, realmId);
  expect((await refresh(after, "qbo", refreshed.body.refresh_token)).status).toBe(400);
});

it("runs as a process of its own, on the loopback interface, until SIGTERM", async () => {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, "--port", "0"], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const url = /^Simulator: (http:\/\/localhost:\d+)$/.exec(line)?.[1] ?? "";
  expect((await control({ url }, "world")).body.intuitCompanies).toHaveLength(3);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
}, 60_000);
