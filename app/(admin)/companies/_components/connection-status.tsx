import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { ConnectionDetail } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { NoteLine } from "../../_components/note-line";
import { VerdictBanner } from "../../_components/verdict-banner";
import { loadExplanation } from "../load-history";
import {
  BEING_TOLD,
  disconnectByHand,
  notConfirmedTitle,
  nothingIsRead,
  notToldTitle,
  triesAgainAt,
} from "../words";
import { ConnectedNews } from "./connected-news";
import { ConnectionActions, MainRemedy } from "./connection-actions";
import { ConnectionFacts } from "./connection-facts";
import { ProviderSection } from "./provider-section";
import { SendLinkButton } from "./send-link-button";
import { WhyBroken } from "./why-broken";

interface ConnectionStatusProps {
  connection: ConnectionDetail;
  mayAct: boolean;
  /** Whether they may send the customer a link. */
  maySend: boolean;
  /** Whether they may say who is on a problem. */
  mayNote: boolean;
  nowMs: number;
  /** Its consent has just succeeded. */
  isNews: boolean;
  /** The page's notice says already that it was disconnected. */
  isDisconnectTold: boolean;
}

/** One connection as it is now: its worst problem and the way out, and its facts. */
export async function ConnectionStatus(props: ConnectionStatusProps) {
  const { connection, mayAct, maySend, mayNote, nowMs } = props;
  const { status } = connection.verdict;
  const { companyId, connectionType } = connection;
  const isBroken = status === "needs_reconnecting" || status === "provider_trouble";
  const explanation = isBroken ? await loadExplanation(connection) : undefined;
  return (
    <ProviderSection
      connection={connection}
      actions={
        status !== "disconnected" && (
          <>
            {mayAct && <ConnectionActions connection={connection} />}
            {maySend && <SendLinkButton companyId={companyId} provider={connectionType} />}
          </>
        )
      }
    >
      <WorstProblem {...props} />
      {status !== "working" && status !== "disconnected" && (
        <NoteLine
          connection={connection}
          mayNote={mayNote}
          returnTo={companyPath(companyId, { provider: connectionType })}
          className="mt-2"
        />
      )}
      {explanation?.broken && (
        <div className="mt-4 border-t border-border pt-4">
          <WhyBroken explanation={explanation} providerName={connection.providerName} brief />
        </div>
      )}
      <div className="mt-4 border-t border-border">
        <ConnectionFacts connection={connection} nowMs={nowMs} />
      </div>
    </ProviderSection>
  );
}

/** One banner at most. */
function WorstProblem({ connection, mayAct, isNews, isDisconnectTold }: ConnectionStatusProps) {
  const { providerName, verdict, untoldProvider } = connection;
  const remedy = mayAct && <MainRemedy connection={connection} />;
  if (isNews && verdict.status === "working") {
    return <ConnectedNews connection={connection} mayAct={mayAct} />;
  }
  const isDown = verdict.status === "disconnected";
  if (isDown && isDisconnectTold) return null;
  if (untoldProvider && (isDown || verdict.status === "working")) {
    return <UntoldProvider providerName={providerName} left={untoldProvider} action={remedy} />;
  }
  return <VerdictBanner verdict={verdict} action={remedy} className="mt-4" />;
}

interface UntoldProviderProps {
  providerName: string;
  left: NonNullable<ConnectionDetail["untoldProvider"]>;
  action: ReactNode;
}

/** Here the disconnect has taken effect; the provider must still be told, or can't be. */
function UntoldProvider({ providerName, left, action }: UntoldProviderProps) {
  const { tenantName, lastError, nextAttemptAt } = left;
  const title = nextAttemptAt
    ? notConfirmedTitle(providerName, tenantName)
    : notToldTitle(providerName, tenantName);
  return (
    <Banner tone="provider" title={title} action={action} className="mt-4">
      {lastError ?? (nextAttemptAt && BEING_TOLD)} {nothingIsRead(tenantName)}{" "}
      {nextAttemptAt ? (
        <Sentence parts={triesAgainAt(<Time at={nextAttemptAt} />)} />
      ) : (
        disconnectByHand(providerName)
      )}
    </Banner>
  );
}
