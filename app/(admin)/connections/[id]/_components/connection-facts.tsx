import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Time } from "@/components/ui/time";
import { type ConnectionDetail, daysUntil, inDays } from "@/lib/health";
import { companyHref } from "../../company/search-params";
import { scopeWords } from "../scope-words";

/** Who is connected to what, through whose consent. */
export function IdentityFacts({
  connection,
  mayRename,
}: {
  connection: ConnectionDetail;
  mayRename: boolean;
}) {
  const { companyName, companyId, tenantName, tenantId, providerName, environment } = connection;
  return (
    <DescriptionList
      facts={[
        {
          term: "Company",
          description: (
            <>
              {companyName}
              {mayRename && (
                <>
                  {" "}
                  <Link
                    href={companyHref(companyId)}
                    prefetch={false}
                    className="rounded-sm text-sm underline underline-offset-2"
                  >
                    Rename
                  </Link>
                </>
              )}
            </>
          ),
          hint: <CopyableId value={companyId} what="company id" />,
        },
        {
          term: "Organisation",
          description: tenantName,
          hint: <CopyableId value={tenantId} what="organisation id" />,
        },
        { term: "Provider", description: providerName },
        { term: "Environment", description: environment === "sandbox" ? "Sandbox" : "Production" },
        { term: "Granted by", description: connection.connectedByName },
        { term: "Connected", description: <Time at={connection.connectedAt} /> },
        ...(connection.disconnectedAt
          ? [{ term: "Disconnected", description: <Time at={connection.disconnectedAt} /> }]
          : []),
        { term: "Access granted", description: <Scopes granted={connection.scope} /> },
      ]}
    />
  );
}

const DOES_NOT_COUNT = "Means nothing while the connection is down.";

/** How long it lives and when it was last seen alive. */
export function LifeFacts({ connection, nowMs }: { connection: ConnectionDetail; nowMs: number }) {
  const { refreshExpiresAt, hardExpiresAt, generation, issuedAt, lastChecked, lastHealthyAt, verdict } =
    connection;
  return (
    <DescriptionList
      facts={[
        {
          term: "Ends if unused",
          description: <Deadline at={refreshExpiresAt} nowMs={nowMs} />,
          hint: verdict.deadline ? "Moves on with every refresh." : DOES_NOT_COUNT,
        },
        {
          term: "Ends for good",
          description: hardExpiresAt ? <Deadline at={hardExpiresAt} nowMs={nowMs} /> : "Never by itself",
          hint: !hardExpiresAt
            ? `${connection.providerName} sets no final date.`
            : verdict.deadline
              ? "Nothing moves this: a new consent is due by then."
              : DOES_NOT_COUNT,
        },
        {
          term: "Last refresh",
          description: <RelativeTime at={issuedAt} />,
          hint: `Generation ${generation} of the token set.`,
        },
        { term: "Last check", description: lastChecked ? <RelativeTime at={lastChecked} /> : "Never" },
        {
          term: "Last good check",
          description: lastHealthyAt ? <RelativeTime at={lastHealthyAt} /> : "Never",
        },
      ]}
    />
  );
}

function CopyableId({ value, what }: { value: string; what: string }): ReactNode {
  return (
    <span className="flex flex-wrap items-center gap-x-1">
      <code className="font-mono text-mono wrap-anywhere">{value}</code>
      <CopyButton value={value} label={`Copy ${what}`} iconOnly />
    </span>
  );
}

const YEAR_DAYS = 365;

function Deadline({ at, nowMs }: { at: Date; nowMs: number }) {
  const distance = at.getTime() <= nowMs ? "passed" : distanceOf(daysUntil(at, nowMs));
  return (
    <>
      <Time at={at} /> <span className="whitespace-nowrap text-muted">({distance})</span>
    </>
  );
}

function distanceOf(days: number): string {
  if (days > 2 * YEAR_DAYS) return `in ${Math.floor(days / YEAR_DAYS)} years`;
  return inDays(days);
}

function Scopes({ granted }: { granted: string }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {scopeWords(granted).map(({ scope, words }) => (
        <li key={scope}>
          {words}
          <code className="block font-mono text-mono wrap-anywhere text-muted">
            {scope.split(/(?<=\.)/).map((part) => (
              <Fragment key={part}>
                {part}
                <wbr />
              </Fragment>
            ))}
          </code>
        </li>
      ))}
    </ul>
  );
}
