import { readFile, rename, writeFile } from "node:fs/promises";
import { changedKnobs, type KnobChanges } from "./knobs";
import type {
  AccessToken,
  AuthorizationCode,
  Grant,
  IntuitCompany,
  IntuitUser,
  Provider,
  RefreshValue,
  RegisteredApp,
  XeroConnection,
  XeroOrganisation,
  XeroUser,
} from "./model";
import type { Simulation } from "./simulation";

const SAVE_EVERY_MS = 1_000;

interface SavedState {
  version: 1;
  virtualMs: number;
  realMs: number;
  knobs: KnobChanges;
  apps: Record<Provider, RegisteredApp>;
  intuitCompanies: IntuitCompany[];
  intuitUsers: IntuitUser[];
  xeroUsers: XeroUser[];
  xeroOrganisations: XeroOrganisation[];
  xeroConnections: XeroConnection[];
  codes: AuthorizationCode[];
  grants: Grant[];
  refreshValues: RefreshValue[];
  accessTokens: AccessToken[];
}

/** Loads what an earlier run kept; false when the file doesn't exist yet. Counters, faults and issuedTokens() start anew. */
export async function restoreState(sim: Simulation, path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`Cannot read the simulator's state file "${path}"`, { cause: error });
  });
  if (text === undefined) return false;
  const saved: SavedState = JSON.parse(text);
  if (saved.version !== 1)
    throw new Error(`The state file "${path}" has the unknown version ${saved.version}`);
  const { world, grants } = sim;
  world.apps.qbo.redirectUris = saved.apps.qbo.redirectUris;
  world.apps.xero.redirectUris = saved.apps.xero.redirectUris;
  for (const company of saved.intuitCompanies) world.intuitCompanies.set(company.realmId, company);
  for (const user of saved.intuitUsers) world.intuitUsers.set(user.userId, user);
  for (const user of saved.xeroUsers) world.xeroUsers.set(user.xeroUserId, user);
  for (const organisation of saved.xeroOrganisations) world.addXeroOrganisation(organisation);
  for (const connection of saved.xeroConnections) world.putXeroConnection(connection);
  for (const code of saved.codes) grants.codes.set(code.value, code);
  for (const grant of saved.grants) grants.restoreGrant(grant);
  for (const refresh of saved.refreshValues) grants.refreshValues.set(refresh.value, refresh);
  const nowMs = saved.virtualMs + Math.max(0, Date.now() - saved.realMs);
  for (const token of saved.accessTokens) grants.addAccessToken(token, nowMs);
  sim.knobs = changedKnobs(sim.knobs, saved.knobs);
  if (nowMs > sim.clock.nowMs()) sim.clock.setTo(nowMs);
  return true;
}

/** Saves every second, and once more when stopped; a torn write leaves the earlier file whole. */
export function keepState(sim: Simulation, path: string): { stop(): Promise<void> } {
  let saved = "";
  let saving = Promise.resolve();
  const save = async () => {
    const text = JSON.stringify(stateOf(sim));
    if (withoutTime(text) === withoutTime(saved)) return;
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
    saved = text;
  };
  const queueSave = () => {
    saving = saving.then(save).catch((error: Error) => {
      console.error(`Cannot save the simulator's state to "${path}": ${error.message}`);
    });
    return saving;
  };
  const timer = setInterval(queueSave, SAVE_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      saved = "";
      await queueSave();
    },
  };
}

function stateOf({ world, grants, clock, knobs }: Simulation): SavedState {
  return {
    version: 1,
    virtualMs: clock.nowMs(),
    realMs: Date.now(),
    knobs,
    apps: world.apps,
    intuitCompanies: [...world.intuitCompanies.values()],
    intuitUsers: [...world.intuitUsers.values()],
    xeroUsers: [...world.xeroUsers.values()],
    xeroOrganisations: [...world.xeroOrganisations.values()],
    xeroConnections: [...world.xeroConnections.values()],
    codes: [...grants.codes.values()],
    grants: [...grants.grants.values()],
    refreshValues: [...grants.refreshValues.values()],
    accessTokens: [...grants.accessTokens.values()],
  };
}

function withoutTime(text: string): string {
  return text.replace(/"virtualMs":\d+,"realMs":\d+,/, "");
}
