import { type Answer, type Call, json } from "../http";
import type { XeroConnection } from "../model";
import type { Simulation } from "../simulation";
import { xeroAccess } from "./access";
import { xeroIdentity, xeroSubject } from "./token";

/** `GET /connections`: every organisation of the token's user, or those of one consent. */
export function listConnections(sim: Simulation, call: Call): Answer {
  const access = xeroAccess(sim, call);
  if ("refusal" in access) return access.refusal;
  const { grant } = access;
  const authEventId = call.query.get("authEventId");
  const connections = sim.world
    .connectionsOf(grant.userId, grant.clientId)
    .filter((connection) => authEventId === null || connection.authEventId === authEventId);
  return json(
    200,
    connections.map((connection) => connectionBody(sim, connection)),
  );
}

/** `DELETE /connections/{id}`: that organisation goes, the tokens stay. */
export function deleteConnection(sim: Simulation, call: Call, id: string): Answer {
  const access = xeroAccess(sim, call);
  if ("refusal" in access) return access.refusal;
  const { userId, clientId } = access.grant;
  const own = sim.world.connectionsOf(userId, clientId).some((connection) => connection.id === id);
  if (!own) return { status: 404, headers: {}, body: "" };
  sim.world.removeXeroConnection(id);
  return { status: 204, headers: {}, body: "" };
}

export function xeroUserInfo(sim: Simulation, call: Call): Answer {
  const access = xeroAccess(sim, call);
  if ("refusal" in access) return access.refusal;
  const { grant } = access;
  if (!grant.scopes.includes("openid")) return json(403, { error: "insufficient_scope" });
  const xero_userid = grant.userId;
  return json(200, { sub: xeroSubject(grant.userId), xero_userid, ...xeroIdentity(sim, grant) });
}

function connectionBody(sim: Simulation, connection: XeroConnection) {
  return {
    id: connection.id,
    authEventId: connection.authEventId,
    tenantId: connection.tenantId,
    tenantType: "ORGANISATION",
    tenantName: sim.world.requireOrganisation(connection.tenantId).name,
    createdDateUtc: xeroTime(connection.createdAtMs),
    updatedDateUtc: xeroTime(connection.updatedAtMs),
  };
}

/** UTC with seven decimals and no zone, as Xero writes it. */
function xeroTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "0000");
}
