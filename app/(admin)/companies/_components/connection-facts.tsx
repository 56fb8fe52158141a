import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { type Fact, FactGrid } from "@/components/ui/fact-grid";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { type ConnectionDetail, daysUntil, freshnessOf, inDays } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { providerOf, scopeDriftOf, tokenService } from "@/lib/token";
import { scopesInWords, scopeWords } from "../scope-words";
import {
  accessEnds,
  accessNotGranted,
  accessUnwanted,
  COPY_ORGANISATION_ID,
  DATA_LAST_READ,
  inYears,
  MOVES_WITH_REFRESH,
  NO_ACCESS_RECORDED,
  NO_FINAL_DATE,
  SHARES_CONSENT_WITH,
  tokenVersion,
} from "../words";

/** Which organisation, through whose approval, how long it lives, and when it was last seen alive. */
export function ConnectionFacts({ connection, nowMs }: { connection: ConnectionDetail; nowMs: number }) {
  const { tenantId, connectedByName, connectedAt, disconnectedAt, alsoServes } = connection;
  const facts: Fact[] = [
    {
      term: "Organisation id",
      description: (
        <span className="flex items-center gap-x-1">
          <code className="min-w-0 font-mono text-mono wrap-anywhere">{tenantId}</code>
          <CopyButton value={tenantId} label={COPY_ORGANISATION_ID} iconOnly />
        </span>
      ),
    },
    {
      term: "Approved by",
      description: (
        <>
          {connectedByName}, <Time at={connectedAt} />
        </>
      ),
    },
    ...(disconnectedAt ? [{ term: "Disconnected", description: <Time at={disconnectedAt} /> }] : []),
    { term: "Access", description: <Access connection={connection} /> },
    ...lifeFacts(connection, nowMs),
    ...(alsoServes.length > 0
      ? [{ term: SHARES_CONSENT_WITH, description: <AlsoServes alsoServes={alsoServes} /> }]
      : []),
  ];
  return <FactGrid facts={facts} className="mt-4" />;
}

function lifeFacts(connection: ConnectionDetail, nowMs: number): Fact[] {
  const { refreshExpiresAt, hardExpiresAt, generation, issuedAt, lastChecked, verdict } = connection;
  const freshness = freshnessOf(connection);
  return [
    // Once it is down, no deadline counts any more.
    ...(verdict.deadline
      ? [
          {
            term: "Idle limit",
            description: <Deadline at={refreshExpiresAt} nowMs={nowMs} note={MOVES_WITH_REFRESH} />,
          },
          {
            term: "Final date",
            description: hardExpiresAt ? (
              <Deadline at={hardExpiresAt} nowMs={nowMs} note="fixed" />
            ) : (
              NO_FINAL_DATE
            ),
          },
        ]
      : []),
    {
      term: "Last refresh",
      description: (
        <>
          <RelativeTime at={issuedAt} /> <span className="text-muted">{tokenVersion(generation)}</span>
        </>
      ),
    },
    {
      term: "Last check",
      description: lastChecked ? <RelativeTime at={lastChecked} /> : "Never",
    },
    {
      term: DATA_LAST_READ,
      description: freshness ? (
        <>
          <RelativeTime at={freshness.at} />{" "}
          <span className="text-muted">
            · {freshness.sign === "answer" ? "provider answered" : "token issued"}
          </span>
        </>
      ) : (
        "Never"
      ),
    },
  ];
}

const YEAR_DAYS = 365;

function Deadline({ at, nowMs, note }: { at: Date; nowMs: number; note: string }): ReactNode {
  const distance = at.getTime() <= nowMs ? "passed" : distanceOf(daysUntil(at, nowMs));
  return (
    <>
      <Time at={at} />{" "}
      <span className="text-muted">
        · {distance}, {note}
      </span>
    </>
  );
}

function distanceOf(days: number): string {
  if (days > 2 * YEAR_DAYS) return inYears(Math.floor(days / YEAR_DAYS));
  return inDays(days);
}

/** What was granted, and in what that differs from what is asked for today. */
function Access({ connection }: { connection: ConnectionDetail }) {
  const { connectionType, scope, disconnectedAt } = connection;
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === connectionType);
  const drift = scopeDriftOf(scope, disconnectedAt ? undefined : wanted);
  const { displayName, consentedBy } = providerOf(connectionType);
  return (
    <>
      <Scopes granted={scope} />
      {drift.missing.length > 0 && (
        <p className="mt-1 text-expiring">{accessNotGranted(scopesInWords(drift.missing), consentedBy)}</p>
      )}
      {drift.endsOn && (
        <p className="mt-1 text-expiring">
          <Sentence
            parts={accessEnds(
              scopesInWords(drift.ending),
              displayName,
              consentedBy,
              <Time key="at" at={new Date(drift.endsOn)} dateOnly utc />,
            )}
          />
        </p>
      )}
      {drift.unwanted.length > 0 && (
        <p className="mt-1 text-muted">{accessUnwanted(scopesInWords(drift.unwanted))}</p>
      )}
    </>
  );
}

function Scopes({ granted }: { granted: string }) {
  const scopes = scopeWords(granted);
  const [first, ...rest] = scopes;
  if (!first) return <span className="text-muted">{NO_ACCESS_RECORDED}</span>;
  return (
    <details className="group">
      <summary className="inline-block min-h-6 rounded-sm underline decoration-border underline-offset-2 hover:decoration-current">
        {first.words}
        {rest.length > 0 && ` · ${rest.length} more`}
      </summary>
      <ul className="mt-1 mb-1 flex flex-col gap-1">
        {scopes.map(({ scope, words }) => (
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
    </details>
  );
}

/** When one person's approval ends, it ends for all of them. */
function AlsoServes({ alsoServes }: Pick<ConnectionDetail, "alsoServes">) {
  return (
    <ul className="flex flex-wrap gap-x-2">
      {alsoServes.map(({ connectionId, companyId, connectionType, companyName }, index) => (
        <li key={connectionId}>
          <Link
            href={companyPath(companyId, { provider: connectionType })}
            prefetch={false}
            className="inline-block min-h-6 rounded-sm underline underline-offset-2"
          >
            {companyName}
          </Link>
          {index < alsoServes.length - 1 && ","}
        </li>
      ))}
    </ul>
  );
}
