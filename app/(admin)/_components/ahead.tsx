import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { type DriftKind, health } from "@/lib/health";
import { providerOf, tokenService, type WantedScopes } from "@/lib/token";
import { firstEnd } from "../connections/drift-words";
import { listHref } from "../connections/search-params";
import {
  AHEAD,
  AHEAD_SENTENCE,
  accessEnding,
  accessMissing,
  accessUnwanted,
  CHANGE_SCOPES_FIRST,
  namesOthers,
  nearLimit,
  SEE_WHICH,
} from "./words";

/** What works today and needs a person before it stops; nothing where there is nothing. */
export async function Ahead() {
  const wanted = tokenService.wantedScopes();
  const [drift, near, addresses] = await Promise.all([
    health().countDrift(wanted),
    health().findNearLimits(tokenService.connectionLimits()),
    tokenService.listAddresses(),
  ]);
  const differing = addresses.filter(({ differences }) => differences.length > 0);
  const nothing = Object.values(drift).every((count) => count === 0);
  if (nothing && near.length === 0 && differing.length === 0) return null;
  const end = firstEnd(wanted);
  return (
    <Card title={AHEAD} sentence={AHEAD_SENTENCE} flush className="mt-6">
      <ul className="divide-y divide-border border-t border-border">
        {drift.missing > 0 && <Line kind="missing">{accessMissing(drift.missing)}</Line>}
        {drift.ending > 0 && end && (
          <Line kind="ending">
            <Sentence
              parts={accessEnding(drift.ending, end.providerName, <Time at={end.at} dateOnly utc />)}
            />{" "}
            {wanted.some(asksForWhatEnds) && CHANGE_SCOPES_FIRST}
          </Line>
        )}
        {drift.unwanted > 0 && <Line kind="unwanted">{accessUnwanted(drift.unwanted)}</Line>}
        {differing.map(({ connectionType }) => (
          <Line key={connectionType}>{namesOthers(providerOf(connectionType).displayName)}</Line>
        ))}
        {near.map(({ connectionType, live, limit }) => (
          <Line key={connectionType}>{nearLimit(providerOf(connectionType).displayName, live, limit)}</Line>
        ))}
      </ul>
    </Card>
  );
}

const asksForWhatEnds = ({ scopes, ending }: WantedScopes) =>
  ending.some(({ scope }) => scopes.includes(scope));

function Line({ kind, children }: { kind?: DriftKind; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5">
      <p className="min-w-0 flex-1 basis-72">{children}</p>
      {kind && (
        <Link
          href={listHref({ scopes: kind })}
          prefetch={false}
          className="inline-block min-h-6 rounded-sm underline underline-offset-2"
        >
          {SEE_WHICH[kind]}
        </Link>
      )}
    </li>
  );
}
