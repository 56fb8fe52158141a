import type { EndingScope, ProviderFacts } from "../providers/provider";

/** What the consents of one provider ask for, and what the provider takes back of it. */
export interface WantedScopes {
  readonly connectionType: string;
  readonly scopes: readonly string[];
  readonly ending: readonly EndingScope[];
}

/** In what a consent differs from what is asked for today. */
export interface ScopeDrift {
  /** Asked for today, and not granted: the customer must consent again. */
  missing: string[];
  /** Granted, and no longer asked for: the next consent gives it back. */
  unwanted: string[];
  /** Granted only through a scope that the provider takes back: the customer must consent again before `endsOn`. */
  ending: string[];
  /** The first UTC day without those; null where there are none. */
  endsOn: string | null;
}

/** One wanted scope, and the granted ones that give its access: today, and after the provider took some back. */
export interface WantedScope {
  scope: string;
  now: readonly string[];
  lasting: readonly string[];
}

export function wantedScopesOf({
  connectionType,
  scope,
  endingScopes,
}: Pick<ProviderFacts, "connectionType" | "scope" | "endingScopes">): WantedScopes {
  return { connectionType, scopes: scope.split(" "), ending: endingScopes };
}

/** What gives the access of each wanted scope: itself, reading and writing for reading, a broader one. */
export function waysToEach({ scopes, ending }: WantedScopes): WantedScope[] {
  const ends = (scope: string) => ending.some((one) => one.scope === scope);
  return scopes.map((scope) => {
    const own = scope.endsWith(".read") ? [scope, scope.slice(0, -".read".length)] : [scope];
    const broader = ending.filter(({ covers }) => covers.includes(scope)).map((one) => one.scope);
    const now = [...own, ...broader];
    return { scope, now, lasting: now.filter((one) => !ends(one)) };
  });
}

/** What may be granted without being more than is wanted: reading is part of reading and writing. */
export function withinWanted({ scopes }: WantedScopes): string[] {
  return scopes.flatMap((scope) => [scope, `${scope}.read`]);
}

/** @param granted As the grant holds it, separated by spaces. Nothing on record differs from nothing. */
export function scopeDriftOf(granted: string, wanted: WantedScopes | undefined): ScopeDrift {
  const has = granted.split(/\s+/).filter(Boolean);
  if (!wanted || has.length === 0) return { missing: [], unwanted: [], ending: [], endsOn: null };
  const meets = (ways: readonly string[]) => ways.some((scope) => has.includes(scope));
  const ways = waysToEach(wanted);
  const ending = ways.filter(({ now, lasting }) => meets(now) && !meets(lasting));
  const within = withinWanted(wanted);
  const ends = wanted.ending.filter(({ scope }) => has.includes(scope)).map(({ endsOn }) => endsOn);
  return {
    missing: ways.filter(({ now }) => !meets(now)).map(({ scope }) => scope),
    unwanted: has.filter((scope) => !within.includes(scope)),
    ending: ending.map(({ scope }) => scope),
    endsOn: ending.length > 0 ? (ends.sort()[0] ?? null) : null,
  };
}
