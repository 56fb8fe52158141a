import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { isScope, SCOPES, type Scope } from "../scopes";
import type { KeyEnvironment } from "./api-key";
import { networkText } from "./networks";

/** A key to be made, as it is asked for. */
export interface NewKey {
  name: string;
  /** The part of the surrounding product that will hold it. */
  service: string;
  scopes: readonly string[];
  /** Null: every company, those to come included. */
  companyIds: readonly string[] | null;
  /** By connectionType. */
  providers: readonly string[];
  environment: string;
  /** CIDR or single addresses; none is anywhere. */
  networks: readonly string[];
  limitPerMinute?: number | undefined;
  expiresInDays?: number | undefined;
}

/** The same, found to be right. */
export interface CheckedKey {
  name: string;
  service: string;
  scopes: Scope[];
  companyIds: string[] | null;
  providers: string[];
  environment: KeyEnvironment;
  networks: string[];
  limitPerMinute: number;
  expiresInDays: number;
}

export const KEY_LIMITS = {
  nameLength: 80,
  companies: 1_000,
  networks: 50,
  perMinute: { most: 1_000_000, usual: 1_000 },
  days: { most: 730, usual: 365 },
} as const;
const MAX_ID = 200;

/** @throws {CountersignError} `invalid_input` naming the field. */
export function checkNewKey(asked: NewKey, providers: readonly string[]): CheckedKey {
  const { limitPerMinute = KEY_LIMITS.perMinute.usual } = asked;
  const { environment } = asked;
  if (environment !== "live" && environment !== "test") {
    throw invalid("environment", "A key's environment is live or test.");
  }
  if (!isWhole(limitPerMinute, KEY_LIMITS.perMinute.most)) {
    throw invalid("limitPerMinute", "The limit a minute is a whole number from 1 to 1,000,000.");
  }
  return {
    name: checkName("name", "A key's name", asked.name),
    service: checkName("service", "The name of a key's service", asked.service),
    scopes: checkScopes(asked.scopes),
    companyIds: asked.companyIds && checkCompanyIds(asked.companyIds),
    providers: checkProviders(asked.providers, providers),
    environment,
    networks: checkNetworks(asked.networks),
    limitPerMinute,
    expiresInDays: checkDays(asked.expiresInDays ?? KEY_LIMITS.days.usual),
  };
}

/** @throws {CountersignError} `invalid_input` naming `expiresInDays`. */
export function checkDays(days: number): number {
  if (isWhole(days, KEY_LIMITS.days.most)) return days;
  throw invalid("expiresInDays", "A key is valid for a whole number of days, from 1 to 730.");
}

function checkName(field: string, what: string, text: string): string {
  const name = foreignText(text, 1_000).trim();
  if (name !== "" && name.length <= KEY_LIMITS.nameLength) return name;
  throw invalid(field, `${what} has 1 to ${KEY_LIMITS.nameLength} characters.`);
}

function checkScopes(asked: readonly string[]): Scope[] {
  const unknown = asked.find((scope) => !isScope(scope));
  if (unknown !== undefined) throw invalid("scopes", `There is no scope "${foreignText(unknown, 50)}".`);
  if (asked.length === 0) throw invalid("scopes", "Choose at least one thing that the key may do.");
  return SCOPES.filter((scope) => asked.includes(scope));
}

function checkProviders(asked: readonly string[], known: readonly string[]): string[] {
  const unknown = asked.find((provider) => !known.includes(provider));
  if (unknown !== undefined)
    throw invalid("providers", `There is no provider "${foreignText(unknown, 50)}".`);
  if (asked.length === 0) throw invalid("providers", "Choose at least one provider.");
  return known.filter((provider) => asked.includes(provider));
}

/** Whether the companies exist is for the database to say. */
function checkCompanyIds(asked: readonly string[]): string[] {
  const ids = [...new Set(asked)];
  if (ids.length === 0)
    throw invalid("companyIds", "Name at least one company, or let the key reach all of them.");
  if (ids.length > KEY_LIMITS.companies) {
    throw invalid(
      "companyIds",
      "A key names at most 1,000 companies. Let it reach all, or make several keys.",
    );
  }
  const odd = ids.find((id) => id === "" || foreignText(id, MAX_ID) !== id);
  if (odd !== undefined) throw invalid("companyIds", `"${foreignText(odd, 50)}" is no company's id.`);
  return ids;
}

function checkNetworks(asked: readonly string[]): string[] {
  const networks = asked.map((text) => {
    const network = networkText(text);
    if (network !== undefined) return network;
    const example = "Write it as 203.0.113.0/24 or 2001:db8::/32.";
    throw invalid("networks", `"${foreignText(text, 50)}" is no network. ${example}`);
  });
  if (networks.length <= KEY_LIMITS.networks) return [...new Set(networks)];
  throw invalid("networks", `A key names at most ${KEY_LIMITS.networks} networks.`);
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

export function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
