import { z } from "zod";

/** Where a provider is asked for consents and tokens; a part of its discovery document. */
export interface ProviderAddresses {
  issuer: string;
  authorization: string;
  token: string;
  revocation: string;
}

export const addressNames = ["issuer", "authorization", "token", "revocation"] as const;
export type AddressName = (typeof addressNames)[number];

const address = z.string().min(1).max(300);

/** As they are stored. */
export const storedAddresses: z.ZodType<ProviderAddresses> = z.object({
  issuer: address,
  authorization: address,
  token: address,
  revocation: address,
});

/** An address of the discovery document that is not the one in effect. */
export interface AddressDifference {
  name: AddressName;
  inEffect: string;
  found: string;
  /** Whether it lies with the provider itself: no other can be accepted. */
  isOwn: boolean;
}

/** Hosts that a provider's addresses may lie at. */
export interface OwnHosts {
  /** "xero.com": itself, and what ends in ".xero.com". */
  domain: string;
  /** In place of the domain: the simulator's origin. */
  simulatorUrl?: string | undefined;
}

export function differencesOf(
  found: ProviderAddresses,
  inEffect: ProviderAddresses,
  hosts: OwnHosts,
): AddressDifference[] {
  return addressNames
    .filter((name) => found[name] !== inEffect[name])
    .map((name) => ({
      name,
      inEffect: inEffect[name],
      found: found[name],
      isOwn: isOwnAddress(found[name], hosts),
    }));
}

/** The accepted addresses, or the pinned ones where none were. A row that someone else wrote leads no token elsewhere. */
export function addressesInEffect(
  { pinned, ...hosts }: OwnHosts & { pinned: Readonly<ProviderAddresses> },
  accepted: ProviderAddresses | null | undefined,
): ProviderAddresses {
  const isSound = accepted && addressNames.every((name) => isOwnAddress(accepted[name], hosts));
  return isSound ? { ...accepted } : { ...pinned };
}

/** Whether an address lies with the provider: https, a host of its own, its usual port, and no user, query or fragment. */
export function isOwnAddress(text: string, { domain, simulatorUrl }: OwnHosts): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash || /[\s\\]/.test(text)) return false;
  if (simulatorUrl) return url.origin === simulatorUrl;
  const isOwnHost = url.hostname === domain || url.hostname.endsWith(`.${domain}`);
  return url.protocol === "https:" && url.port === "" && isOwnHost;
}
