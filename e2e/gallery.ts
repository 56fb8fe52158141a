import type { Link, Stage } from "@/dev/demo/stage";
import type { Gallery } from "./stack-handle";

const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;

/** Brings about a connection in each of the five statuses, before any test runs. */
export async function hangGallery(stage: Stage): Promise<Gallery> {
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

  return {
    working: await idOf(stage, working),
    needsReconnecting: await idOf(stage, needsReconnecting),
    providerTrouble: await idOf(stage, providerTrouble),
    expiringSoon: await idOf(stage, expiringSoon),
    disconnected: await idOf(stage, disconnected),
  };
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
