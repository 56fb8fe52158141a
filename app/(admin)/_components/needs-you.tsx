import Link from "next/link";
import { STATUS } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ConnectionView } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { SendLinkButton } from "../companies/_components/send-link-button";
import { ReconnectButton } from "../connections/_components/reconnect-button";
import { isOffered } from "../connections/is-offered";
import { NoteLine } from "./note-line";

interface NeedsYouProps {
  connections: readonly ConnectionView[];
  mayReconnect: boolean;
  maySend: boolean;
  mayNote: boolean;
}

/** Connections that wait for a person, each with its way out. */
export function NeedsYou({ connections, mayReconnect, maySend, mayNote }: NeedsYouProps) {
  return (
    <ul className="divide-y divide-border border-t border-border">
      {connections.map(
        ({ id, companyId, companyName, connectionType, providerName, tenantName, verdict, note }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1 basis-72">
              <p>
                <Link
                  href={companyPath(companyId, { provider: connectionType })}
                  prefetch={false}
                  data-list-link
                  className="inline-block min-h-6 rounded-sm font-medium hover:underline"
                >
                  {companyName}
                </Link>{" "}
                <span className="text-muted">
                  {providerName}, {tenantName}
                </span>
              </p>
              <p className="mt-0.5 text-sm text-muted">
                <span className="font-medium text-reconnect">
                  {STATUS[verdict.status].word}
                  {verdict.since && (
                    <>
                      {" "}
                      since <Time at={verdict.since} />
                    </>
                  )}
                  .
                </span>{" "}
                {verdict.sentence} {verdict.nextStep}
              </p>
              <NoteLine
                connection={{ id, companyName, note }}
                mayNote={mayNote}
                returnTo="/"
                className="mt-1"
              />
            </div>
            {verdict.consentHelps && isOffered(connectionType) && (
              <div className="flex flex-wrap items-center gap-2 print:hidden">
                {maySend && (
                  <SendLinkButton
                    companyId={companyId}
                    provider={connectionType}
                    companyName={companyName}
                    size="sm"
                  />
                )}
                {mayReconnect && <ReconnectButton connectionId={id} returnTo="/connections" size="sm" />}
              </div>
            )}
          </li>
        ),
      )}
    </ul>
  );
}
