import type { ConnectionDetail } from "@/lib/health";
import { providerOf } from "@/lib/token";
import { ConnectButton } from "../../_components/connect-button";
import { ReconnectButton } from "../../_components/reconnect-button";
import { isOffered } from "../../is-offered";
import { CheckNow } from "./check-now";
import { DisconnectDialog } from "./disconnect-dialog";

/** What an admin can do with a connection at any time: the same buttons in the same places, whatever a check finds. */
export function ConnectionActions({ connection }: { connection: ConnectionDetail }) {
  const { id, companyName, tenantName, providerName, connectionType, alsoServes, verdict } = connection;
  if (verdict.status === "disconnected") return null;
  return (
    <>
      <CheckNow connectionId={id} />
      {isOffered(connectionType) && (
        <ReconnectButton connectionId={id} variant={verdict.consentHelps ? "primary" : "secondary"} />
      )}
      <DisconnectDialog
        connectionId={id}
        companyName={companyName}
        tenantName={tenantName}
        providerName={providerName}
        consentedBy={providerOf(connectionType).consentedBy}
        alsoServes={alsoServes.map((other) => other.companyName)}
      />
    </>
  );
}

/** The way back from a disconnect, which has no other buttons. */
export function MainRemedy({ connection }: { connection: ConnectionDetail }) {
  const { id, companyId, connectionType, verdict } = connection;
  if (!isOffered(connectionType)) return null;
  if (verdict.status !== "disconnected") return null;
  return (
    <ConnectButton companyId={companyId} provider={connectionType} returnTo={`/connections/${id}`}>
      Connect to {providerOf(connectionType).shortName}
    </ConnectButton>
  );
}
