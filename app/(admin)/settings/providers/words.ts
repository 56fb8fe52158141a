import { inParts } from "@/lib/text/in-parts";
import type { AddressName } from "@/lib/token";

// Providers
export const PROVIDERS_SENTENCE =
  "What Countersign asks of each provider, and where. Your Countersign operator sets scopes and limits.";
export const SANDBOX = "Sandbox: no real books.";
export const SCOPES = "Access asked for";
export const LIMIT = "Connection limit";
export const limitWords = (limit: number) => `${limit.toLocaleString("en")}, the tier of your app there`;
export const NO_LIMIT = "Not set: no one is warned of a full tier";
export const NO_TIERS = "None";
export const DOCUMENT = "Discovery document";
export const NOT_READ = "Not read yet";
export const readAtWords = <T>(at: T) => inParts`Read ${at}. It names the addresses in use.`;
export const readDiffering = <T>(at: T, since: T) =>
  inParts`Read ${at}. It has named other addresses since ${since}.`;
export const ADDRESSES = "Addresses in use";
export const acceptedByWords = <T>(name: string, at: T) => inParts`Accepted by ${name}, ${at}.`;
export const BUILT_IN = "As this version of Countersign knows them.";
export const ADDRESS_WORDS: Readonly<Record<AddressName, string>> = {
  issuer: "Issuer",
  authorization: "Consents",
  token: "Tokens",
  revocation: "Revocation",
};

// Other addresses
export const otherAddresses = (provider: string) => `${provider} names other addresses`;
export const compareFirst = (provider: string) =>
  `Data flows: Countersign goes on with the addresses in use. Compare the new ones with what ${provider} has announced. Accepted, they get the client secret and every refresh token.`;
export const IN_USE = "In use";
export const NAMED = "Named by the document";
export const NOT_OWN = "Not at the provider's own domain: it can't be accepted.";
export const cantAccept = (provider: string) =>
  `These addresses can't be accepted. Ask ${provider}'s support whether its document is right.`;
export const ACCEPT = "Accept the new addresses";
export const ACCEPTED = "New addresses in use";
export const acceptedMore = (provider: string) =>
  `Countersign asks ${provider} there from now on; other processes follow within a minute.`;
