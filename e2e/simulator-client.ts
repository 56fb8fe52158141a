import type { ConsentScript, SimulatorControl } from "@/dev/simulator/control";
import type { FaultInput } from "@/dev/simulator/faults";
import type { KnobChanges } from "@/dev/simulator/knobs";
import type {
  IntuitCompany,
  IntuitUser,
  IssuedToken,
  XeroOrganisation,
  XeroUser,
} from "@/dev/simulator/model";

/** The simulator's control API, from another process than its own. */
export interface SimulatorClient {
  addIntuitCompany(name: string): Promise<IntuitCompany>;
  addIntuitUser(user: { name: string; admin: boolean; realmIds: string[] }): Promise<IntuitUser>;
  setIntuitAdmin(userId: string, admin: boolean): Promise<unknown>;
  setIntuitSubscription(realmId: string, active: boolean): Promise<unknown>;
  addXeroUser(name: string): Promise<XeroUser>;
  addXeroOrganisation(name: string, userIds: string[]): Promise<XeroOrganisation>;
  consent(script: ConsentScript): Promise<{ redirectTo: string }>;
  revokeGrant(target: Parameters<SimulatorControl["revokeGrant"]>[0]): Promise<unknown>;
  removeXeroOrganisation(tenantId: string): Promise<unknown>;
  addFault(fault: FaultInput): Promise<unknown>;
  setKnobs(changes: KnobChanges): Promise<unknown>;
  grants(): Promise<ReturnType<SimulatorControl["grants"]>>;
  issuedTokens(): Promise<IssuedToken[]>;
}

export function simulatorClient(url: string): SimulatorClient {
  const ask = async (verb: string, init?: RequestInit) => {
    const response = await fetch(`${url}/control/${verb}`, init);
    const body = await response.json();
    if (!response.ok) throw new Error(`The simulator refused ${verb}: ${JSON.stringify(body)}`);
    return body;
  };
  const act = (verb: string, input: object) => ask(verb, { method: "POST", body: JSON.stringify(input) });
  return {
    addIntuitCompany: (name) => act("addIntuitCompany", { name }),
    addIntuitUser: (user) => act("addIntuitUser", user),
    setIntuitAdmin: (userId, admin) => act("setIntuitAdmin", { userId, admin }),
    setIntuitSubscription: (realmId, active) => act("setIntuitSubscription", { realmId, active }),
    addXeroUser: (name) => act("addXeroUser", { name }),
    addXeroOrganisation: (name, userIds) => act("addXeroOrganisation", { name, userIds }),
    consent: (script) => act("consent", script),
    revokeGrant: (target) => act("revokeGrant", target),
    removeXeroOrganisation: (tenantId) => act("removeXeroOrganisation", { tenantId }),
    addFault: (fault) => act("addFault", fault),
    setKnobs: (changes) => act("setKnobs", changes),
    grants: () => ask("grants"),
    issuedTokens: () => ask("issuedTokens"),
  };
}
