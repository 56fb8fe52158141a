import { joinPerson } from "@/lib/people/views";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import {
  type AddressDifference,
  addressesInEffect,
  differencesOf,
  type ProviderAddresses,
} from "./addresses";
import { findDiscovery } from "./store";

/** The addresses of a provider that is configured, and what its discovery document says of them. */
export interface ProviderAddressView {
  connectionType: string;
  environment: string;
  inEffect: ProviderAddresses;
  /** Null before the document was read for the first time. */
  readAt: Date | null;
  found: ProviderAddresses | null;
  differsSince: Date | null;
  differences: AddressDifference[];
  /** Who accepted those in effect, and when; null where they are those that the release knows. */
  accepted: { byName: string; at: Date } | null;
}

/** Each provider that is configured. */
export function listAddresses(deps: TokenDeps): Promise<ProviderAddressView[]> {
  return Promise.all(
    [...deps.providers.values()].map(async (provider) => {
      const { connectionType, environment } = provider;
      const known = await findDiscovery(deps.database, provider);
      const inEffect = addressesInEffect(provider, known?.accepted);
      return {
        connectionType,
        environment,
        inEffect,
        readAt: known?.readAt ?? null,
        found: known?.found ?? null,
        differsSince: known?.differsSince ?? null,
        differences: known ? differencesOf(known.found, inEffect, provider) : [],
        accepted:
          known?.acceptedBy && known.acceptedAt
            ? { byName: await nameOf(deps, known.acceptedBy), at: known.acceptedAt }
            : null,
      };
    }),
  );
}

async function nameOf({ database }: Pick<TokenDeps, "database">, userId: string): Promise<string> {
  const [row] = await database.query<{ name: string }>(
    `SELECT COALESCE(u.name, x.id) AS name FROM (SELECT $1::text AS id) x ${joinPerson("x.id")}`,
    [userId],
  );
  return shownName(row?.name ?? userId);
}
