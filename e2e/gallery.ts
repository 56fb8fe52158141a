import { randomBytes } from "node:crypto";
import type { Link, Stage } from "@/dev/demo/stage";
import { COMMAND_LINE } from "@/lib/actor";
import { secretBox } from "@/lib/boot/secret-box";
import { startAlerts } from "@/lib/boot/start/start-alerts";
import { startOperation } from "@/lib/bulk/start-operation";
import { addCompany } from "@/lib/companies/add-company";
import { archiveCompany } from "@/lib/companies/archive-company";
import { mergeCompanies } from "@/lib/companies/merge-companies";
import { readEnv } from "@/lib/env";
import { redeliverSince } from "@/lib/events/deliver/redeliver";
import { addEndpoint } from "@/lib/events/endpoints/endpoints";
import { relayEvents } from "@/lib/events/relay";
import { findMatching } from "@/lib/health/connections/find-matching";
import { requireKnown } from "@/lib/health/connections/require-known";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { log } from "@/lib/log";
import { createApiKeys } from "@/lib/people/api-keys";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { providerModules } from "@/lib/token/providers/registry";
import { openNetwork } from "@/lib/webhooks";
import type { Gallery } from "./stack-handle";

/** As apps of Xero asked before it split them: two of today's are met by one that ends, and one by none. */
const BROAD_SCOPES = "openid profile email offline_access accounting.settings.read accounting.transactions";
const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;

const MINUTE_MS = 60_000;

/** Brings about a connection in each of the five statuses, outages of Xero and a channel, before any test runs. */
export async function hangGallery(stage: Stage, variables: Record<string, string>): Promise<Gallery> {
  const { control } = stage.simulator;
  const working = await link(stage, "Gallery Working");
  await stage.consent(working);
  await stage.check(working, "admin");

  const needsReconnecting = await link(stage, "Gallery Needs Reconnecting");
  await stage.consent(needsReconnecting);
  control.revokeGrant({ provider: "qbo", realmId: needsReconnecting.tenantId });
  await stage.check(needsReconnecting, "admin", "reconnect_required");

  const providerTrouble = await link(stage, "Gallery Provider Trouble");
  await stage.consent(providerTrouble);
  const effect = { kind: "status", status: 503 } as const;
  const { tenantId } = providerTrouble;
  control.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, forMs: HOUR_MS });
  await stage.check(providerTrouble, "admin", "provider_unavailable");

  // Five years less nine days into its life: the one limit that no use of a connection moves.
  const { hardTtlSeconds } = control.knobs().intuit;
  const expiringSoon = await link(stage, "Gallery Expiring Soon");
  control.setKnobs({ intuit: { hardTtlSeconds: 9 * DAY_SECONDS } });
  await stage.consent(expiringSoon);
  control.setKnobs({ intuit: { hardTtlSeconds } });

  const disconnected = await link(stage, "Gallery Disconnected");
  await stage.consent(disconnected);
  await stage.disconnect(disconnected, "admin");

  const { past, open } = await hangOutages(stage);
  const channel = await hangChannel(stage, variables);
  const endpoint = await hangEndpoint(stage, variables, await companyOf(stage, needsReconnecting));
  const companies = {
    working: await companyOf(stage, working),
    needsReconnecting: await companyOf(stage, needsReconnecting),
    providerTrouble: await companyOf(stage, providerTrouble),
    expiringSoon: await companyOf(stage, expiringSoon),
    disconnected: await companyOf(stage, disconnected),
    outage: await companyOf(stage, { companyName: "Gallery Outage One" }),
  };
  return {
    companies,
    ...(await hangShelf(stage)),
    pastIncident: past,
    openIncident: open,
    channel,
    key: await hangKey(stage),
    person: await personOf(stage),
    endpoint,
    company: companies.working,
    request: await requestOf(stage, companies.needsReconnecting),
    working: await idOf(stage, working),
    needsReconnecting: await idOf(stage, needsReconnecting),
    providerTrouble: await idOf(stage, providerTrouble),
    expiringSoon: await idOf(stage, expiringSoon),
    disconnected: await idOf(stage, disconnected),
    operation: await hangOperation(stage, variables, [
      await idOf(stage, working),
      await idOf(stage, disconnected),
    ]),
  };
}

/** Who signs in as finance. */
async function personOf({ database }: Stage): Promise<string> {
  const [person] = await database.query<{ id: string }>(
    `SELECT id FROM "User" WHERE role = 'finance' ORDER BY "createdAt" LIMIT 1`,
  );
  if (!person) throw new Error("There is no person in finance");
  return person.id;
}

/** A check of many that waits for the app to run it, and of one that left the list. */
async function hangOperation(
  stage: Stage,
  variables: Record<string, string>,
  ids: readonly string[],
): Promise<string> {
  const { database, simulator } = stage;
  const { clock } = simulator;
  const left = await link(stage, "Gallery Left The List");
  await stage.consent(left);
  await stage.disconnect(left, "admin");
  const leftId = await idOf(stage, left);
  const companyId = await companyOf(stage, left);
  await actAs({ kind: "system", id: "gallery" }, () => archiveCompany({ database, clock }, companyId));
  const [admin] = await database.query<{ id: string; name: string }>(
    `SELECT id, name FROM "User" WHERE role = 'admin' ORDER BY "createdAt" LIMIT 1`,
  );
  if (!admin) throw new Error("There is no admin");
  const { encryptionKeys } = readEnv(providerModules, variables);
  const deps = { database, clock, tenantIds: createTenantIds(createKeyring(encryptionKeys)) };
  const health: Parameters<typeof startOperation>[0]["health"] = {
    findMatching: (filter, most) => findMatching(deps, filter, most),
    requireKnown: (ids) => requireKnown(deps, ids),
  };
  return actAs({ kind: "person", id: admin.id }, () =>
    startOperation(
      { database, clock, health },
      { kind: "check", selection: { ids: [...ids, leftId] }, starterName: admin.name },
    ),
  );
}

/** Companies that left the lists. */
async function hangShelf(stage: Stage): Promise<{ archived: string; merged: string }> {
  const { database, simulator } = stage;
  const deps = { database, clock: simulator.clock };
  return actAs({ kind: "system", id: "gallery" }, async () => {
    const archived = await addCompany(deps, { name: "Gallery Archived" });
    await archiveCompany(deps, archived);
    const merged = await addCompany(deps, { name: "Gallery Merged" });
    const stays = await addCompany(deps, { name: "Gallery Merged Into" });
    await mergeCompanies(deps, { intoId: stays, fromId: merged, reason: "One customer, typed in twice" });
    return { archived, merged };
  });
}

/** The request of a company's last check. */
async function requestOf({ database }: Stage, companyId: string): Promise<string> {
  const [row] = await database.query<{ requestId: string }>(
    `SELECT "requestId" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.check'
     ORDER BY "timestamp" DESC LIMIT 1`,
    [companyId],
  );
  if (!row?.requestId) throw new Error("The check left no request");
  return row.requestId;
}

/** One outage that is over and one that goes on, of a provider on which no other test is about to fail. */
async function hangOutages(stage: Stage): Promise<{ past: string; open: string }> {
  const { control, clock } = stage.simulator;
  const trio = async (name: string, scope?: string) => {
    const links: Link[] = [];
    for (const which of ["One", "Two", "Three"])
      links.push(await xeroLink(stage, `Gallery ${name} ${which}`));
    for (const each of links) await stage.consent(each, { scope });
    return links;
  };
  const fail = async (links: readonly Link[], forMs: number) => {
    const effect = { kind: "status", status: 503 } as const;
    const faults = links.map(({ tenantId }) =>
      control.addFault({ provider: "xero", endpoint: "api", tenantId, effect, forMs }),
    );
    for (const each of links) await stage.check(each, "health", "provider_unavailable");
    const { opened } = await evaluateIncidents({ database: stage.database, clock });
    const [id] = opened;
    if (id === undefined) throw new Error("Three failures in a row opened no incident");
    return { id, faults };
  };
  const mended = await trio("Mended");
  const past = await fail(mended, HOUR_MS);
  for (const { id } of past.faults) control.clearFaults(id);
  for (const each of mended) await stage.check(each, "health");
  const later = { nowMs: () => clock.nowMs() + 3 * MINUTE_MS };
  await evaluateIncidents({ database: stage.database, clock: later });
  const open = await fail(await trio("Outage", BROAD_SCOPES), 6 * HOUR_MS);
  return { past: past.id, open: open.id };
}

async function xeroLink(stage: Stage, companyName: string): Promise<Link> {
  await stage.enrol(companyName, "admin");
  const { control } = stage.simulator;
  const { xeroUserId } = control.addXeroUser({ name: `${companyName}'s bookkeeper` });
  const organisation = { name: `${companyName} Ltd`, userIds: [xeroUserId] };
  const { tenantId } = control.addXeroOrganisation(organisation);
  return { companyName, provider: "xero", tenantId, customerId: xeroUserId };
}

/** Somebody who was told of what needs telling: one message arrived. */
async function hangChannel(stage: Stage, variables: Record<string, string>): Promise<string> {
  const { database, simulator } = stage;
  const { clock } = simulator;
  const env = readEnv(providerModules, variables);
  const alerts = startAlerts({ env, database, clock, log });
  const id = await stage.tellByMail("gallery@countersign.test", "admin");
  await alerts.evaluateAlerts();
  await alerts.deliverAlerts();
  return id;
}

/** A key that expires within the month. */
async function hangKey({ database, simulator }: Stage): Promise<string> {
  const { clock } = simulator;
  const keys = createApiKeys({ database, clock, random: randomBytes, providers: ["qbo", "xero"] });
  const { id } = await actAs(COMMAND_LINE, () =>
    keys.makeKey({
      name: "Gallery reports",
      service: "reports",
      scopes: ["tokens:vend", "connections:read", "health:read"],
      companyIds: null,
      providers: ["qbo", "xero"],
      environment: "live",
      networks: ["203.0.113.0/24", "2001:db8::/32"],
      expiresInDays: 20,
    }),
  );
  return id;
}

/** A receiver that is not there, and what it should have got. */
async function hangEndpoint(stage: Stage, variables: Record<string, string>, companyId: string) {
  const { database, simulator } = stage;
  const { encryptionKeys } = readEnv(providerModules, variables);
  const secrets = secretBox(createKeyring(encryptionKeys));
  const deps = { database, clock: simulator.clock, secrets, network: openNetwork([]) };
  const request = {
    url: "https://gallery.invalid/events",
    types: ["connection.broken"],
    companyIds: [companyId],
  };
  return actAs({ kind: "system", id: "gallery" }, async () => {
    const { id } = await addEndpoint(deps, request);
    await relayEvents(deps);
    await redeliverSince(deps, id, 0);
    return id;
  });
}

async function link(stage: Stage, companyName: string): Promise<Link> {
  await stage.enrol(companyName, "admin");
  const { control } = stage.simulator;
  const { realmId } = control.addIntuitCompany({ name: `${companyName} Inc.` });
  const customerId = control.world().intuitUsers.find(({ admin }) => admin)?.userId ?? "";
  return { companyName, provider: "qbo", tenantId: realmId, customerId };
}

async function idOf({ database }: Stage, { companyName }: Link): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `SELECT c.id FROM "Connection" c JOIN "Company" o ON o.id = c."companyId" WHERE o.name = $1`,
    [companyName],
  );
  if (!row) throw new Error(`"${companyName}" has no connection`);
  return row.id;
}

async function companyOf({ database }: Stage, { companyName }: Pick<Link, "companyName">): Promise<string> {
  const [row] = await database.query<{ id: string }>(`SELECT id FROM "Company" WHERE name = $1`, [
    companyName,
  ]);
  if (!row) throw new Error(`There is no company "${companyName}"`);
  return row.id;
}
