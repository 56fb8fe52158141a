import type { ConnectionDetail } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";
import { ConnectButton } from "../../connections/_components/connect-button";
import { ReconnectButton } from "../../connections/_components/reconnect-button";
import { isOffered } from "../../connections/is-offered";
import { connectToWords } from "../words";
import { CheckNow } from "./check-now";
import { DisconnectDialog } from "./disconnect-dialog";
import { MoreMenu } from "./more-menu";

/** What an admin can do with a connection at any time: the same buttons in the same places, whatever a check finds. */
export function ConnectionActions({ connection }: { connection: ConnectionDetail }) {
  const { id, companyId, companyName, tenantName, providerName, connectionType, alsoServes, verdict } =
    connection;
  if (verdict.status === "disconnected") return null;
  const offered = isOffered(connectionType);
  return (
    <>
      <CheckNow connectionId={id} />
      {offered && (
        <ReconnectButton
          connectionId={id}
          returnTo={companyPath(companyId)}
          variant={verdict.consentHelps ? "primary" : "secondary"}
        />
      )}
      <DisconnectDialog
        connectionId={id}
        companyName={companyName}
        tenantName={tenantName}
        providerName={providerName}
        consentedBy={providerOf(connectionType).consentedBy}
        alsoServes={alsoServes.map((other) => other.companyName)}
      />
      {offered && <MoreMenu connection={connection} />}
    </>
  );
}

/** The way back from a disconnect, which has no other buttons. */
export function MainRemedy({ connection }: { connection: ConnectionDetail }) {
  const { companyId, connectionType, verdict } = connection;
  if (!isOffered(connectionType)) return null;
  if (verdict.status !== "disconnected") return null;
  return (
    <ConnectButton companyId={companyId} provider={connectionType} returnTo={companyPath(companyId)}>
      {connectToWords(providerOf(connectionType).shortName)}
    </ConnectButton>
  );
}
