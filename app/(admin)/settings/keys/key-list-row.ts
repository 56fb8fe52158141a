import type { KeyStatus, KeyView } from "@/lib/people";
import { plural } from "@/lib/text/plural";
import { providerOf } from "@/lib/token";
import { SCOPE_WORDS } from "./scope-words";

/** A key as the table shows it. */
export interface KeyListRow {
  id: string;
  name: string;
  service: string;
  status: KeyStatus;
  /** What is worth knowing beside the status, a sentence each. */
  notes: string[];
  /** Until when the secret of before the last rotation is good; null where it is not. */
  formerUntil: Date | null;
  may: string;
  companies: string;
  environment: string;
  /** Providers, networks and the limit. */
  bounds: string[];
  lastUsedAt: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
}

const ENVIRONMENT_WORDS = { live: "Production", test: "Sandbox" } as const;

export function keyListRow(key: KeyView, nowMs: number): KeyListRow {
  const { id, name, service, status, scopes, providers, networks, limitPerMinute, previousUntil } = key;
  const goesOn = status === "good" || status === "expiring";
  const isFormerGood = goesOn && previousUntil !== null && previousUntil.getTime() > nowMs;
  const leftMaker = `${key.createdByName}, who made it, can't sign in any more. Does it still need to be there?`;
  return {
    id,
    name,
    service,
    status,
    notes: goesOn && key.makerLeft ? [leftMaker] : [],
    formerUntil: isFormerGood ? previousUntil : null,
    may: scopes.map((scope) => SCOPE_WORDS[scope]?.short ?? scope).join(" · "),
    companies: companiesOf(key),
    environment: ENVIRONMENT_WORDS[key.environment],
    bounds: [
      providers.map((provider) => providerOf(provider).displayName).join(", "),
      ...(networks.length > 0 ? [`From ${networks.join(", ")}`] : []),
      `${limitPerMinute.toLocaleString("en")} a minute`,
    ],
    lastUsedAt: key.lastUsedAt,
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
  };
}

function companiesOf({ allCompanies, companyIds, companyNames }: KeyView): string {
  if (allCompanies) return "All companies";
  const more = companyIds.length - companyNames.length;
  const names = companyNames.join(", ");
  if (more <= 0) return names;
  return names ? `${names} and ${more.toLocaleString("en")} more` : plural(more, "company", "companies");
}
