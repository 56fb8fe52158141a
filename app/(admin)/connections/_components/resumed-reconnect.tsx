import { Banner } from "@/components/ui/banner";
import { health } from "@/lib/health";
import { reconnectQuestion, SIGNED_OUT_BEFORE } from "../words";
import { ReconnectButton } from "./reconnect-button";

/** What somebody was about to do when their session ended, one press away. */
export async function ResumedReconnect({ connectionId }: { connectionId: string | undefined }) {
  const connection = connectionId ? await health().findConnection(connectionId) : undefined;
  if (!connection || connection.verdict.status === "disconnected") return null;
  const { id, companyName, providerName } = connection;
  return (
    <Banner
      tone="expiring"
      title={reconnectQuestion(companyName, providerName)}
      action={<ReconnectButton connectionId={id} />}
      className="mb-6"
    >
      {SIGNED_OUT_BEFORE}
    </Banner>
  );
}
