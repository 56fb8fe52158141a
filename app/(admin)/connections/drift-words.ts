import type { ConnectionView, DriftFilter } from "@/lib/health";
import { providerOf, scopeDriftOf, type WantedScopes } from "@/lib/token";
import { scopesInWords } from "../companies/scope-words";

/** What a connection's consent lacks, has too much, or loses: the scopes in words. */
export function driftBriefly(
  { connectionType, scope }: Pick<ConnectionView, "connectionType" | "scope">,
  { kind, wanted }: DriftFilter,
): string {
  const asked = wanted.find((one) => one.connectionType === connectionType);
  return scopesInWords(scopeDriftOf(scope, asked)[kind]);
}

/** The first day on which a provider takes scopes back, and which provider does. */
export function firstEnd(wanted: readonly WantedScopes[]): { at: Date; providerName: string } | undefined {
  const ends = wanted.flatMap(({ connectionType, ending }) =>
    ending.map(({ endsOn }) => ({
      at: new Date(endsOn),
      providerName: providerOf(connectionType).displayName,
    })),
  );
  return ends.sort((one, other) => one.at.getTime() - other.at.getTime())[0];
}
