import { type ConnectionView, health } from "@/lib/health";
import { isOffered } from "./connections/is-offered";

const LOOKED_AT = 20;

/** The first connections of the list that a consent would help, that can be reconnected here and are not snoozed. */
export async function needReconnecting(): Promise<ConnectionView[]> {
  const { rows } = await health().listConnections({
    status: "needs_reconnecting",
    snoozed: false,
    sort: "status",
    direction: "asc",
    size: LOOKED_AT,
  });
  return rows.filter(({ verdict, connectionType }) => verdict.consentHelps && isOffered(connectionType));
}
