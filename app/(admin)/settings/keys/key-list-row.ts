import type { KeyStatus, KeyView } from "@/lib/people";
import { providerOf } from "@/lib/token";
import {
  ALL_COMPANIES,
  companiesWords,
  ENVIRONMENT_WORDS,
  fromNetworks,
  makerLeft,
  perMinute,
  SCOPE_WORDS,
} from "./words";

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

export function keyListRow(key: KeyView, nowMs: number): KeyListRow {
  const { id, name, service, status, scopes, providers, networks, limitPerMinute, previousUntil } = key;
  const goesOn = status === "good" || status === "expiring";
  const isFormerGood = goesOn && previousUntil !== null && previousUntil.getTime() > nowMs;
  return {
    id,
    name,
    service,
    status,
    notes: goesOn && key.makerLeft ? [makerLeft(key.createdByName)] : [],
    formerUntil: isFormerGood ? previousUntil : null,
    may: scopes.map((scope) => SCOPE_WORDS[scope]?.short ?? scope).join(" · "),
    companies: companiesOf(key),
    environment: ENVIRONMENT_WORDS[key.environment],
    bounds: [
      providers.map((provider) => providerOf(provider).displayName).join(", "),
      ...(networks.length > 0 ? [fromNetworks(networks)] : []),
      perMinute(limitPerMinute),
    ],
    lastUsedAt: key.lastUsedAt,
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
  };
}

function companiesOf({ allCompanies, companyIds, companyNames }: KeyView): string {
  if (allCompanies) return ALL_COMPANIES;
  return companiesWords(companyNames, companyIds.length - companyNames.length);
}
