import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentence } from "@/components/ui/sentence";
import type { ConnectionDetail } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { ReconnectButton } from "../../connections/_components/reconnect-button";
import { listHref } from "../../connections/search-params";
import { needReconnecting } from "../../need-reconnecting";
import { statusCounts } from "../../status-counts";
import { andMore, BACK_TO_LIST, checkedWith, nowConnected, renewedToo } from "../words";

const MOST_NAMED = 3;

interface ConnectedNewsProps {
  connection: ConnectionDetail;
  /** Whether this person may reconnect the next one. */
  mayAct: boolean;
}

/** A consent has just succeeded: whom else it renewed, and the next company that waits for one. */
export async function ConnectedNews({ connection, mayAct }: ConnectedNewsProps) {
  const { companyName, tenantName, providerName, alsoServes } = connection;
  const left = mayAct ? (await statusCounts()).needs_reconnecting : 0;
  return (
    <Banner tone="working" title={nowConnected(companyName, tenantName)} className="mt-4">
      <p>
        {checkedWith(providerName)} {left === 0 && "You're done."}
      </p>
      {alsoServes.length > 0 && <Renewed companies={alsoServes} />}
      {left > 0 && <Left count={left} />}
    </Banner>
  );
}

function Renewed({ companies }: { companies: ConnectionDetail["alsoServes"] }) {
  const more = companies.length - MOST_NAMED;
  return (
    <p>
      <Sentence
        parts={renewedToo(
          <>
            {companies.slice(0, MOST_NAMED).map(({ companyId, companyName, connectionType }, index) => (
              <span key={companyId}>
                {index > 0 && ", "}
                <Link
                  href={companyPath(companyId, { provider: connectionType })}
                  prefetch={false}
                  className="underline underline-offset-2"
                >
                  {companyName}
                </Link>
              </span>
            ))}
            {more > 0 && andMore(more)}
          </>,
        )}
      />
    </p>
  );
}

async function Left({ count }: { count: number }) {
  const [next] = await needReconnecting();
  const list = listHref({ status: "needs_reconnecting" });
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <p>
        <span className="font-semibold">{count} left</span>
        {next && (
          <>
            : <bdi>{next.companyName}</bdi> <span className="text-muted">{next.providerName}</span>
          </>
        )}
      </p>
      {next && (
        <ReconnectButton connectionId={next.id} companyName={next.companyName} returnTo={list} size="sm" />
      )}
      <ButtonLink href={list} size="sm">
        {BACK_TO_LIST}
      </ButtonLink>
    </div>
  );
}
