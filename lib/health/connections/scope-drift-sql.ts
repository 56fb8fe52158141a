import { type ScopeDrift, type WantedScopes, waysToEach, withinWanted } from "@/lib/token";

export const driftKinds = ["missing", "unwanted", "ending"] as const satisfies (keyof ScopeDrift)[];
export type DriftKind = (typeof driftKinds)[number];

/** Connections whose consent differs in one way from what is asked for. */
export interface DriftFilter {
  kind: DriftKind;
  /** What is asked for today, of every provider that is configured. */
  wanted: readonly WantedScopes[];
}

type Bind = (value: unknown) => string;

const GRANTED = `regexp_split_to_array(btrim(s.scope), '\\s+')`;

/** `scopeDriftOf` as a condition on a row s: its connection is live, and its drift of this kind is not empty. */
export function driftSql({ kind, wanted }: DriftFilter, bind: Bind): string {
  const differs = kind === "unwanted" ? unwantedSql(wanted, bind) : unmetSql(kind, wanted, bind);
  return `s."disconnectedAt" IS NULL AND btrim(s.scope) <> '' AND ${differs}`;
}

function unwantedSql(wanted: readonly WantedScopes[], bind: Bind): string {
  const types = bind(wanted.map(({ connectionType }) => connectionType));
  const within = bind(wanted.map((one) => withinWanted(one).join(" ")));
  return `EXISTS (SELECT 1 FROM unnest(${types}::text[], ${within}::text[]) AS w (type, within)
    WHERE w.type = s."connectionType" AND NOT ${GRANTED} <@ string_to_array(w.within, ' '))`;
}

function unmetSql(kind: "missing" | "ending", wanted: readonly WantedScopes[], bind: Bind): string {
  const each = wanted.flatMap((one) =>
    waysToEach(one).map(({ now, lasting }) => ({ type: one.connectionType, now, lasting })),
  );
  const types = bind(each.map(({ type }) => type));
  const now = bind(each.map((one) => one.now.join(" ")));
  const lasting = bind(each.map((one) => one.lasting.join(" ")));
  const isMet = `${GRANTED} && string_to_array(w.now, ' ')`;
  const differs =
    kind === "missing" ? `NOT ${isMet}` : `${isMet} AND NOT ${GRANTED} && string_to_array(w.lasting, ' ')`;
  return `EXISTS (SELECT 1 FROM unnest(${types}::text[], ${now}::text[], ${lasting}::text[]) AS w (type, now, lasting)
    WHERE w.type = s."connectionType" AND ${differs})`;
}
