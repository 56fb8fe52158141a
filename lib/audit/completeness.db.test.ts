// Longer than others, because every operation of the audit log has its case here, and the compiler asks for each.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf } from "@/dev/vitest/event-deps";
import { OldOAuthSystem } from "@/dev/vitest/old-oauth-system";
import { newSigningKey } from "@/dev/vitest/sealed-log";
import { ADMIN } from "@/dev/world/consent";
import { COMMAND_LINE } from "@/lib/actor";
import { addEmailChannel, removeChannel, switchChannel } from "@/lib/alerts/channels";
import { sendTest } from "@/lib/alerts/send-test";
import { cancelOperation } from "@/lib/bulk/cancel-operation";
import { endOperations } from "@/lib/bulk/end-operation";
import { exportResult } from "@/lib/bulk/read/export-result";
import { claimPart } from "@/lib/bulk/run/claim";
import { settlePart } from "@/lib/bulk/run/settle";
import { startOperation } from "@/lib/bulk/start-operation";
import { createCompanies } from "@/lib/companies";
import { addCompany } from "@/lib/companies/add-company";
import { archiveCompany, unarchiveCompany } from "@/lib/companies/archive-company";
import { removeCompany, renameCompany } from "@/lib/companies/change-company";
import { mergeCompanies } from "@/lib/companies/merge-companies";
import { saveCompany } from "@/lib/companies/save-company";
import { admit } from "@/lib/door/refusal";
import { newClaims } from "@/lib/door/session/session-token";
import { deliverEvents } from "@/lib/events/deliver/deliver";
import { redeliver, redeliverSince } from "@/lib/events/deliver/redeliver";
import {
  addEndpoint,
  changeEndpoint,
  removeEndpoint,
  rotateEndpointSecret,
  switchEndpoint,
} from "@/lib/events/endpoints/endpoints";
import { listEndpoints } from "@/lib/events/endpoints/list-endpoints";
import { relayEvents } from "@/lib/events/relay";
import { createHealth } from "@/lib/health";
import { exportConnections } from "@/lib/health/connections/export-connections";
import { readMonthBooks, signOffMonth } from "@/lib/health/history/month/month-books";
import { exportMonthEnd } from "@/lib/health/history/month/month-end-export";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { endProblemNotes } from "@/lib/health/notes/end-notes";
import { endNote, noteProblem } from "@/lib/health/notes/note-problem";
import { checkConnection } from "@/lib/health/observe/check";
import { createApiKeys } from "@/lib/people/api-keys";
import { createPreferences } from "@/lib/people/preferences";
import { flushRefusals } from "@/lib/people/refusal-log";
import { beginSession, endExpiredSessions, endOwnSession } from "@/lib/people/sessions";
import { signIn } from "@/lib/people/sign-in";
import { changeRole, createUser, disableUser, enableUser, setPassword } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { rotateKeys } from "@/lib/token/keys/rotate-keys";
import { sealTenants } from "@/lib/token/keys/seal-tenants";
import { exportAudit } from "./export/export";
import type { AuditOperation } from "./record/operations";
import { dropRetained } from "./retain/retention";
import { sha256 } from "./seal/canonical";
import { sealAudit } from "./seal/seal";

const world = alertWorld();
let old: OldOAuthSystem;
beforeAll(() => {
  old = new OldOAuthSystem(world.simulator);
});

const root = resolve(import.meta.dirname, "../..");
const PASSWORD = "correct horse battery staple";
const deps = () => world.readDeps;
let serial = 0;

const newCompany = () => actAs(ADMIN, () => addCompany(deps(), { name: `Complete ${++serial}` }));
const newUser = (role = "admin") =>
  createUser(deps(), { email: `p${++serial}@example.com`, name: "P", role, password: PASSWORD });
const emailOf = async (id: string) =>
  (await world.database.query<{ email: string }>('SELECT email FROM "User" WHERE id = $1', [id]))[0]?.email ??
  "";

function newIntuitCompany() {
  const { realmId } = world.simulator.control.addIntuitCompany({ name: `Books ${++serial}` });
  const { userId } = world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
  return { realmId, userId };
}

/** The callback of a consent that was given but not yet completed. */
async function consented(
  purpose: "connect" | "reconnect" | "move",
  companyId: string,
  choice: { realmId: string; userId?: string } | { deny: true },
) {
  const request = {
    companyId,
    connectionType: "qbo",
    purpose,
    browserKey: "b",
    returnTo: "/",
  } as const;
  const url = await actAs(ADMIN, () =>
    world.service.beginConsent({ ...request, ...(purpose === "move" && { reason: "Sold" }) }),
  );
  const { redirectTo } = world.simulator.control.consent({
    provider: "qbo",
    authorizeUrl: url.href,
    ...choice,
  });
  const params = new URL(redirectTo).searchParams;
  return () =>
    world.service.completeConsent({ connectionType: "qbo", params, actor: ADMIN, browserKey: "b" });
}

const preferences = () => createPreferences(deps());
const asPerson = <T>({ id }: { id: string }, work: () => T) => actAs({ kind: "person", id }, work);

const newViewer = async () => ({ id: await newUser(), role: "admin" }) as const;
const newView = (viewer: Awaited<ReturnType<typeof newViewer>>, shared: boolean) =>
  asPerson(viewer, () =>
    preferences().saveView(viewer, { list: "audit", name: "Failures", query: "outcome=failure", shared }),
  );

async function savedView({ shared }: { shared: boolean }) {
  const viewer = await newViewer();
  return { viewer, id: await newView(viewer, shared) };
}

const apiKeys = () => createApiKeys({ ...deps(), random: randomBytes, providers: ["qbo", "xero"] });
const newKey = () =>
  apiKeys().makeKey({
    name: `Key ${++serial}`,
    service: "billing",
    scopes: ["tokens:vend"],
    companyIds: null,
    providers: ["qbo"],
    environment: "live",
    networks: [],
  });

async function newChannel(): Promise<string> {
  await world.database.query('UPDATE "AlertChannel" SET "removedAt" = now() WHERE "removedAt" IS NULL');
  return actAs(ADMIN, () => addEmailChannel(world.deps, `ops${++serial}@example.com`));
}

const EVERYTHING = { types: [], companyIds: null };

const addNewEndpoint = async () => {
  const url = `https://events.example.com/${++serial}`;
  return (await actAs(ADMIN, () => addEndpoint(eventDepsOf(world), { url, ...EVERYTHING }))).id;
};

async function newEndpoint(): Promise<string> {
  const old = (await listEndpoints(deps())).slice(0, -8);
  for (const { id } of old) await actAs(ADMIN, () => removeEndpoint(deps(), id));
  return addNewEndpoint();
}

/** An endpoint that waits for an event. */
async function newDelivery(): Promise<string> {
  const id = await newEndpoint();
  await world.connectQbo();
  await relayEvents(deps());
  const [delivery] = await world.database.query<{ id: string }>(
    'SELECT id FROM "EventDelivery" WHERE "endpointId" = $1',
    [id],
  );
  return delivery?.id ?? "";
}

const bulkDeps = () => {
  const log = { warn: () => {}, error: () => {} };
  const health = createHealth({ ...deps(), tokenService: world.service, log, trustedReadHours: 24 });
  return { ...deps(), health, companies: createCompanies(deps()), log };
};

/** An operation over the connection of one company. */
async function newOperation(company?: string): Promise<string> {
  const companyId = company ?? (await world.connectQbo()).companyId;
  const selection = { filter: { company: companyId }, query: "" };
  const request = { kind: "check", selection, expected: 1, starterName: "Ada" } as const;
  return actAs(ADMIN, () => startOperation(bulkDeps(), request));
}

/** A company whose connection an admin at the provider has just ended. */
async function newlyBroken(): Promise<string> {
  const { companyId, realmId } = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId });
  await check(companyId);
  return companyId;
}

async function noteRequest() {
  const companyId = await newlyBroken();
  const connectionId = await world.connectionIdOf(companyId);
  return { companyId, connectionId, untilMs: null, reason: "Called Ana", byName: "Maya", seenId: null };
}

const check = (companyId: string) =>
  actAs(ADMIN, () =>
    checkConnection({ ...deps(), tokenService: world.service }, { companyId, connectionType: "qbo" }),
  );

/** Three companies whose organisations all fail from now on, and have been seen to. */
async function threeInTrouble(): Promise<{ mend: () => Promise<unknown> }> {
  const companies = [await world.connectQbo(), await world.connectQbo(), await world.connectQbo()];
  const effect = { kind: "status", status: 503 } as const;
  const faults = companies.map(({ realmId: tenantId }) =>
    world.simulator.control.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, times: 1_000 }),
  );
  const checkAll = async () => {
    world.simulator.clock.advance(1_000);
    for (const { companyId } of companies) await check(companyId);
  };
  await checkAll();
  return {
    mend: () => {
      for (const { id } of faults) world.simulator.control.clearFaults(id);
      return checkAll();
    },
  };
}

/** Makes ready what the verb needs; what it returns is the verb itself. */
type Verb = () => Promise<() => Promise<unknown>>;

/** Everything the product does, by what the audit log calls it; a test elsewhere where it needs a browser. */
const verbs: Record<AuditOperation, Record<string, Verb> | { elsewhere: string }> = {
  "company.create": { "add a company": async () => newCompany },
  "company.rename": {
    "rename a company": async () => {
      const id = await newCompany();
      return () => actAs(ADMIN, () => renameCompany(deps(), { id, name: `Renamed ${++serial}` }));
    },
  },
  "company.change": {
    "change a company over the HTTP API": async () => {
      const id = await newCompany();
      return () => actAs(ADMIN, () => saveCompany(deps(), id, { tags: [`tag ${++serial}`] }));
    },
  },
  "company.remove": {
    "remove a company": async () => {
      const id = await newCompany();
      return () => actAs(ADMIN, () => removeCompany(deps(), id));
    },
  },
  "company.archive": {
    "archive a company": async () => {
      const id = await newCompany();
      return () => actAs(ADMIN, () => archiveCompany(deps(), id));
    },
  },
  "company.unarchive": {
    "unarchive a company": async () => {
      const id = await newCompany();
      await actAs(ADMIN, () => archiveCompany(deps(), id));
      return () => actAs(ADMIN, () => unarchiveCompany(deps(), id));
    },
  },
  "company.merge": {
    "merge two companies": async () => {
      const [intoId, fromId] = [await newCompany(), await newCompany()];
      return () => actAs(ADMIN, () => mergeCompanies(deps(), { intoId, fromId, reason: "One customer" }));
    },
  },
  "connection.authorize": {
    "begin a consent": async () => {
      const companyId = await newCompany();
      return () => consented("connect", companyId, newIntuitCompany());
    },
  },
  "connection.connect": {
    "complete a consent": async () => consented("connect", await newCompany(), newIntuitCompany()),
  },
  "connection.reconnect": {
    "complete it again": async () => {
      const { companyId, realmId } = await world.connectQbo();
      return consented("reconnect", companyId, { realmId });
    },
  },
  "connection.move": {
    "complete it for another organisation": async () => {
      const { companyId } = await world.connectQbo();
      return consented("move", companyId, newIntuitCompany());
    },
  },
  "connection.refuse": {
    "complete a denied consent": async () => consented("connect", await newCompany(), { deny: true }),
  },
  "connection.adopt": {
    "take over a token set": async () => {
      const { realmId } = newIntuitCompany();
      const tokenSet = { ...(await old.connect("qbo", { realmId })), tenantId: realmId };
      const companyId = await newCompany();
      return () => world.service.adopt(companyId, "qbo", tokenSet, ADMIN.id);
    },
  },
  "connection.export": {
    "export connections": async () => async () => {
      const asked = { asked: "all", stillAllowed: async () => {} };
      const { body } = await actAs(ADMIN, () =>
        exportConnections({ ...deps(), tokenService: world.service }, {}, asked),
      );
      for await (const _part of body);
    },
    "export a result": async () => {
      const id = await newOperation();
      return async () => {
        const { body } = await actAs(ADMIN, () => exportResult(deps(), id, async () => {}));
        for await (const _part of body);
      };
    },
  },
  "bulk.start": {
    "begin an operation": async () => {
      const { companyId } = await world.connectQbo();
      return () => newOperation(companyId);
    },
  },
  "bulk.cancel": {
    "cancel an operation": async () => {
      const id = await newOperation();
      return () => actAs(ADMIN, () => cancelOperation(deps(), { id, cancelledBy: "Ada" }));
    },
  },
  "bulk.end": {
    "do the last part of an operation": async () => {
      await newOperation();
      const part = await claimPart(deps());
      if (part) await settlePart(deps(), part, { state: "done", words: null });
      return () => endOperations(deps());
    },
  },
  "connection.import": { elsewhere: "lib/imports/import-connections.db.test.ts" },
  "connection.check": {
    "check a connection": async () => {
      const { companyId } = await world.connectQbo();
      return () => check(companyId);
    },
  },
  "health.change": {
    "check one that broke": async () => {
      const { companyId, realmId } = await world.connectQbo();
      const effect = { kind: "status", status: 403 } as const;
      world.simulator.control.addFault({ provider: "qbo", endpoint: "api", tenantId: realmId, effect });
      return () => check(companyId);
    },
  },
  "incident.open": {
    "judge a provider that fails for everyone": async () => {
      await world.database.query(
        `UPDATE "ProviderIncident" SET "endedAt" = "lastFailureAt" WHERE "endedAt" IS NULL`,
      );
      await threeInTrouble();
      return () => evaluateIncidents(deps());
    },
  },
  "incident.end": {
    "judge one that works again": async () => {
      const { mend } = await threeInTrouble();
      await evaluateIncidents(deps());
      world.simulator.clock.advance(3 * 60_000);
      await mend();
      return () => evaluateIncidents(deps());
    },
  },
  "health.export": {
    "export a month": async () => async () => {
      const month = new Date(world.simulator.clock.nowMs()).toISOString().slice(0, 7);
      const { body } = await actAs({ kind: "person", id: "u1" }, () =>
        exportMonthEnd(deps(), month, async () => {}),
      );
      for await (const _part of body);
    },
  },
  "month.sign_off": {
    "sign a month off": async () => async () => {
      const now = new Date(world.simulator.clock.nowMs());
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
      const { totals: seen } = await readMonthBooks(deps(), month);
      return actAs({ kind: "person", id: "u1" }, () =>
        signOffMonth(deps(), { month, seen, signerName: "Fay" }),
      );
    },
  },
  "problem.acknowledge": {
    "acknowledge a problem": async () => {
      const request = await noteRequest();
      return () => noteProblem(deps(), request);
    },
  },
  "problem.snooze": {
    "snooze a problem": async () => {
      const request = await noteRequest();
      const untilMs = world.simulator.clock.nowMs() + 86_400_000;
      return () => noteProblem(deps(), { ...request, untilMs });
    },
  },
  "problem.note_end": {
    "end a note by hand": async () => {
      const request = await noteRequest();
      const noteId = await noteProblem(deps(), request);
      return () => endNote(deps(), { ...request, noteId });
    },
    "find that its problem is over": async () => {
      const request = await noteRequest();
      await noteProblem(deps(), request);
      await actAs(ADMIN, () =>
        world.service.disconnect({ companyId: request.companyId, connectionType: "qbo" }),
      );
      return () => endProblemNotes(deps());
    },
  },
  "connection.renew": {
    "refuse a consent that renewed another company": async () => {
      const { companyId } = await world.connectQbo();
      const { realmId } = await world.connectQbo();
      return consented("reconnect", companyId, { realmId });
    },
  },
  "connection.rename": {
    "check an organisation that was renamed": async () => {
      const { companyId, realmId } = await world.connectQbo();
      world.simulator.control.renameIntuitCompany({ realmId, name: `Renamed ${++serial}` });
      return () => check(companyId);
    },
  },
  "connection.disconnect": {
    disconnect: async () => {
      const { companyId } = await world.connectQbo();
      return () => actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    },
  },
  "connection.revoke": {
    "tell the provider of a disconnect": async () => {
      const { companyId } = await world.connectQbo();
      return () => actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    },
  },
  "token.vend": {
    "hand out a token": async () => {
      const { companyId } = await world.connectQbo();
      return () => world.service.getValidToken(companyId, "qbo", "u1");
    },
  },
  "token.client": {
    "hand out a client": async () => {
      const { companyId } = await world.connectXero();
      return () => world.service.getOAuthClient(companyId, "xero");
    },
  },
  "token.reject": {
    "report a refused token": async () => {
      const { companyId } = await world.connectQbo();
      world.simulator.clock.advance(60_000);
      return () => world.service.reportRejected(companyId, "qbo", 1, "u1");
    },
  },
  "token.refresh": {
    "refresh a token": async () => {
      const { companyId } = await world.connectQbo();
      world.simulator.clock.advance(2 * 3_600_000);
      return () => world.service.getValidToken(companyId, "qbo", "u1");
    },
  },
  "api.call": {
    "call the provider's API": async () => {
      const { companyId, tenantId } = await world.connectXero();
      const client = await world.service.getOAuthClient(companyId, "xero");
      return () => client.accountingApi.getOrganisations(tenantId);
    },
  },
  "keys.rotate": {
    "seal anew": async () => {
      await world.connectQbo();
      const keys = { current: `${"ab".repeat(31)}cd`, previous: [world.settings.encryptionKeys.current] };
      const sealedByOld = createKeyring(world.settings.encryptionKeys);
      return async () => {
        await rotateKeys({ ...deps(), keyring: createKeyring(keys) }, {});
        const back = { current: world.settings.encryptionKeys.current, previous: [keys.current] };
        await rotateKeys({ ...deps(), keyring: createKeyring(back) }, {});
        expect(sealedByOld.currentKeyId).toBe(createKeyring(back).currentKeyId);
      };
    },
  },
  "keys.seal_tenants": {
    "encrypt organisations' ids": async () => {
      const { companyId } = await world.connectQbo();
      await world.database.query(
        `UPDATE "Connection" SET "tenantId" = id, "tenantHash" = NULL, "sealedTenantId" = NULL WHERE "companyId" = $1`,
        [companyId],
      );
      return () => sealTenants({ ...deps(), keyring: createKeyring(world.settings.encryptionKeys) });
    },
  },
  "session.sign_in": {
    "sign in": async () => {
      const email = await emailOf(await newUser());
      return () => signIn(deps(), { email, password: PASSWORD });
    },
    "fail to sign in": async () => {
      const email = await emailOf(await newUser());
      return () => signIn(deps(), { email, password: "wrong" }).catch(refusedAndWritten);
    },
    "sign in as nobody": async () => () =>
      signIn(deps(), { email: "nobody@example.com", password: "wrong" }).catch(refusedAndWritten),
  },
  "session.sign_out": {
    "sign out": async () => {
      const claims = await newSession(await newUser());
      return () => endOwnSession(deps(), claims, "sign_out");
    },
  },
  "session.end": {
    "end the sessions of a disabled user": async () => {
      const id = await newUser("support");
      await newSession(id);
      return () => disableUser(deps(), id);
    },
    "end an expired session": async () => {
      await newSession(await newUser());
      return () => {
        world.simulator.clock.advance(9 * 3_600_000);
        return endExpiredSessions(deps());
      };
    },
  },
  "access.refuse": {
    "knock at a closed door": async () => () =>
      admit(deps(), null, { verb: "audit.read", method: "GET", path: "/audit" }).catch(refusedAndWritten),
  },
  "session.prove": { elsewhere: "lib/people/second-factor/second-factor.db.test.ts" },
  "second_factor.change": { elsewhere: "lib/people/second-factor/second-factor.db.test.ts" },
  "provider.accept_addresses": {
    "accept addresses of a provider": async () => {
      const token_endpoint = `${world.simulator.url}/xero/connect/v2/token`;
      world.simulator.control.setKnobs({ xero: { document: { token_endpoint } } });
      await world.database.query('DELETE FROM "ProviderDiscovery"');
      await world.engine.readDiscovery(0);
      const views = await world.service.listAddresses();
      const found = views.find(({ connectionType }) => connectionType === "xero")?.found;
      if (!found) throw new Error("Xero's document was read");
      return () => actAs(ADMIN, () => world.service.acceptAddresses("xero", found));
    },
  },
  "second_factor.require": { elsewhere: "lib/people/second-factor/requirement.db.test.ts" },
  "user.create": { "add a user": async () => newUser },
  "user.change": {
    "change a role": async () => {
      const id = await newUser();
      return () => changeRole(deps(), id, "finance");
    },
    "disable a user": async () => {
      const id = await newUser("support");
      return () => disableUser(deps(), id);
    },
    "enable a user": async () => {
      const id = await newUser("support");
      await disableUser(deps(), id);
      return () => enableUser(deps(), id);
    },
    "set a password": async () => {
      const id = await newUser();
      return () => setPassword(deps(), id, `${PASSWORD}!`);
    },
  },
  "link.create": { elsewhere: "lib/links/links.db.test.ts" },
  "link.renew": { elsewhere: "lib/links/links.db.test.ts" },
  "link.revoke": { elsewhere: "lib/links/links.db.test.ts" },
  "link.remind": { elsewhere: "lib/links/reminders/reminders.db.test.ts" },
  "invite.create": { elsewhere: "lib/people/invites/invites.db.test.ts" },
  "invite.renew": { elsewhere: "lib/people/invites/invites.db.test.ts" },
  "invite.revoke": { elsewhere: "lib/people/invites/invites.db.test.ts" },
  "invite.accept": { elsewhere: "lib/people/invites/invites.db.test.ts" },
  "password_reset.ask": { elsewhere: "lib/people/password-reset/password-reset.db.test.ts" },
  "password_reset.complete": { elsewhere: "lib/people/password-reset/password-reset.db.test.ts" },
  "view.change": {
    "save a shared view": async () => {
      const viewer = await newViewer();
      return () => newView(viewer, true);
    },
    "share a view": async () => {
      const { viewer, id } = await savedView({ shared: false });
      return () => asPerson(viewer, () => preferences().shareView(viewer, id));
    },
    "stop sharing it": async () => {
      const { viewer, id } = await savedView({ shared: true });
      return () => asPerson(viewer, () => preferences().unshareView(viewer, id));
    },
    "rename it": async () => {
      const { viewer, id } = await savedView({ shared: true });
      return () => asPerson(viewer, () => preferences().renameView(viewer, id, "Another name"));
    },
    "give it another filter": async () => {
      const { viewer, id } = await savedView({ shared: true });
      return () => asPerson(viewer, () => preferences().refilterView(viewer, id, "outcome=refused"));
    },
    "delete it": async () => {
      const { viewer, id } = await savedView({ shared: true });
      return () => asPerson(viewer, () => preferences().deleteView(viewer, id));
    },
  },
  "api_key.make": {
    "make a key": async () => newKey,
  },
  "api_key.rotate": {
    "rotate a key": async () => {
      const { id } = await newKey();
      return () => apiKeys().rotateKey({ id, keepDays: 7 });
    },
  },
  "api_key.revoke": {
    "revoke a key": async () => {
      const { id } = await newKey();
      return () => apiKeys().revokeKey(id);
    },
  },
  "alert.channel_add": {
    "add a channel": async () => () =>
      actAs(ADMIN, () => addEmailChannel(world.deps, `new${++serial}@example.com`)),
  },
  "alert.channel_change": {
    "turn a channel off": async () => {
      const id = await newChannel();
      return () => actAs(ADMIN, () => switchChannel(world.deps, id, false));
    },
  },
  "alert.channel_remove": {
    "remove a channel": async () => {
      const id = await newChannel();
      return () => actAs(ADMIN, () => removeChannel(world.deps, id));
    },
  },
  "alert.raise": {
    "find a broken connection": async () => {
      await newlyBroken();
      return world.evaluate;
    },
  },
  "alert.end": {
    "find that it was disconnected": async () => {
      const companyId = await newlyBroken();
      await world.evaluate();
      await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
      return world.evaluate;
    },
  },
  "alert.deliver": {
    "send an alert": async () => {
      await newChannel();
      await newlyBroken();
      await world.evaluate();
      return () => {
        // Past the lease of a try that came before.
        world.advanceMinutes(3);
        return world.deliver();
      };
    },
  },
  "alert.test": {
    "send a test": async () => {
      const id = await newChannel();
      return () => actAs(ADMIN, () => sendTest(world.deps, id));
    },
  },
  "endpoint.add": { "add an endpoint": async () => addNewEndpoint },
  "endpoint.change": {
    "take other events": async () => {
      const id = await newEndpoint();
      const filter = { types: ["connection.broken"], companyIds: null };
      return () => actAs(ADMIN, () => changeEndpoint(deps(), id, filter));
    },
    "turn an endpoint off": async () => {
      const id = await newEndpoint();
      return () => actAs(ADMIN, () => switchEndpoint(deps(), id, false));
    },
  },
  "endpoint.rotate": {
    "replace a secret": async () => {
      const id = await newEndpoint();
      return () => actAs(ADMIN, () => rotateEndpointSecret(eventDepsOf(world), id, 1));
    },
  },
  "endpoint.remove": {
    "remove an endpoint": async () => {
      const id = await newEndpoint();
      return () => actAs(ADMIN, () => removeEndpoint(deps(), id));
    },
  },
  "endpoint.disable": {
    "meet a receiver that is gone": async () => {
      await newDelivery();
      world.receiver.answer = { status: 410 };
      return () => {
        // Past the lease of a try that came before.
        world.advanceMinutes(3);
        return deliverEvents(eventDepsOf(world));
      };
    },
  },
  "event.redeliver": {
    "send a message again": async () => {
      const id = await newDelivery();
      return () => actAs(ADMIN, () => redeliver(deps(), id));
    },
    "send everything again": async () => {
      const id = await newEndpoint();
      return () => actAs(ADMIN, () => redeliverSince(deps(), id, 0));
    },
  },
  "audit.export": {
    "export the log": async () => async () => {
      const signal = new AbortController().signal;
      const request = {
        filter: { span: "1h" },
        format: "csv",
        signal,
        stillAllowed: async () => {},
      } as const;
      const { body } = await actAs({ kind: "person", id: "u1" }, () => exportAudit(deps(), request));
      for await (const _part of body);
    },
  },
  "audit.retain": {
    "drop old ranges": async () => {
      const signingKey = newSigningKey();
      await sealAudit({ ...deps(), signingKey });
      return () => dropRetained({ ...deps(), signingKey }, new Date(world.simulator.clock.nowMs() + 1_000));
    },
  },
};

async function newSession(id: string) {
  const nowMs = world.simulator.clock.nowMs();
  return newClaims(await beginSession(world.database, { id, sessionVersion: 1 }, nowMs), nowMs);
}

async function refusedAndWritten(error: unknown): Promise<void> {
  expect(error).toMatchObject({ code: "not_signed_in" });
  await flushRefusals(world.database);
}

const cases = Object.entries(verbs).flatMap(([operation, ways]) =>
  "elsewhere" in ways && typeof ways.elsewhere === "string"
    ? []
    : Object.entries(ways as Record<string, Verb>).map(([name, verb]) => ({ operation, name, verb })),
);

const rowsOf = async (operation: string) =>
  (
    await world.database.query<{ id: string }>('SELECT id FROM "AuditLog" WHERE operation = $1', [operation])
  ).map(({ id }) => id);

describe("whatever is done is a row of the audit log", () => {
  test.each(cases)("$operation: $name", async ({ operation, verb }) => {
    const act = await actAs(COMMAND_LINE, verb);
    const before = new Set(await rowsOf(operation));
    await actAs(COMMAND_LINE, act);
    await expect.poll(async () => (await rowsOf(operation)).some((id) => !before.has(id))).toBe(true);
  });

  test("what is tested elsewhere is", () => {
    for (const [operation, ways] of Object.entries(verbs)) {
      if (!("elsewhere" in ways) || typeof ways.elsewhere !== "string") continue;
      expect(readFileSync(resolve(root, ways.elsewhere), "utf8")).toContain(operation);
    }
  });
});

/** What people would call the state of the product: not counters of guesses, leases or what a consent left resting. */
async function stateOfTheProduct(): Promise<Record<string, string>> {
  const tables = {
    Company: "*",
    Grant: 'id, "sealedTokenSet", "keyId", generation, state, scope',
    Connection: "*",
    ConnectionHealth: "*",
    HealthInterval: "*",
    ProviderIncident: "*",
    IncidentCompany: "*",
    ProblemNote: "*",
    User: "*",
    Session: "*",
    ApiKey: "*",
    Revocation: 'id, "grantId"',
    Alert: "*",
    AlertChannel: "*",
    // A message that left can't be called back: what must not change is that it counts as sent.
    AlertDelivery: 'id, "deliveredAt", "lastError"',
    Event: "*",
    EventEndpoint: "*",
    EventDelivery: 'id, "deliveredAt", "lastError"',
    AuditLog: "count(*)",
  };
  const parts = Object.entries(tables).map(async ([table, columns]) => {
    const rows = await world.database.query(`SELECT ${columns} FROM "${table}" ORDER BY 1`);
    return [table, sha256(JSON.stringify(rows)).toString("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(parts));
}

describe("while the audit log can't be written", () => {
  const refuseRows = () =>
    world.database.query('ALTER TABLE "AuditLog" ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID');
  const takeRows = () =>
    world.database.query('ALTER TABLE "AuditLog" DROP CONSTRAINT IF EXISTS refuses_rows');
  afterEach(takeRows);

  // What these do is proven below: a token handed out is no change, and a rotation must not be lost.
  const waits = ["token.vend", "token.client", "token.reject", "token.refresh", "api.call"];
  // A refusal changes nothing either; its row waits, as refusal-log.db.test.ts shows.
  const refusals = ["fail to sign in", "sign in as nobody", "knock at a closed door"];
  const changes = cases.filter(
    ({ operation, name }) => !waits.includes(operation) && !refusals.includes(name),
  );

  test.each(changes)("$operation: $name changes nothing, five times over", async ({ verb }) => {
    const acts = [];
    for (let nth = 0; nth < 5; nth += 1) acts.push(await actAs(COMMAND_LINE, verb));
    await refuseRows();
    const before = await stateOfTheProduct();
    const ends = [];
    for (const act of acts) {
      ends.push(
        await actAs(COMMAND_LINE, act).then(
          () => "done",
          () => "refused",
        ),
      );
    }
    const after = await stateOfTheProduct();
    await takeRows();
    expect(after).toEqual(before);
    expect(ends).toEqual(Array(5).fill("refused"));
  });

  test("no token leaves a strict process, and no rotation is lost", async () => {
    const { companyId: fresh } = await world.connectQbo();
    const { companyId: expiring } = await world.connectQbo();
    await world.service.getValidToken(expiring, "qbo", "u1");
    world.simulator.clock.advance(2 * 3_600_000);
    await world.service.getValidToken(fresh, "qbo", "u1");
    const refreshes = () => world.simulator.control.counters().qbo.refreshes;
    const before = refreshes();
    await refuseRows();
    const vends = Array.from({ length: 100 }, () => world.service.getValidToken(fresh, "qbo", "u1"));
    const rotation = world.service.getValidToken(expiring, "qbo", "u1");
    rotation.catch(() => {});
    const ends = await Promise.allSettled(vends);
    expect(ends.map((end) => (end.status === "rejected" ? end.reason.code : "served"))).toEqual(
      Array(100).fill("audit_unavailable"),
    );
    await expect.poll(refreshes).toBe(before + 1);
    await takeRows();
    // The buffer takes rows again as soon as those that waited are written.
    await expect
      .poll(() => world.service.getValidToken(expiring, "qbo", "u1").catch(() => undefined), {
        timeout: 15_000,
      })
      .toEqual(expect.any(String));
    expect(refreshes()).toBe(before + 1);
  }, 40_000);
});
