import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// Encryption
export const ENCRYPTION_SENTENCE =
  "What tokens and secrets are encrypted with. Keys are set and rotated by your Countersign operator.";
export const KEYS = "Keys";
export const KEYS_WHY = "Each key by its id, a one-way hash: the key itself is shown nowhere.";
export const KEY_ID = "Key id";
export const KEY_ROLE = "Role";
export const ENCRYPTED_WITH_IT = "Encrypted with it";
export const ROLE_OF_KEY = {
  current: "Current",
  previous: "Previous",
  unknown: "Unknown: nothing can open these",
} as const;
export const NOTHING = "Nothing";
export const ROTATION = "Rotation";
export const ALL_CURRENT = "All rows are under the current key.";
export const someLeft = (left: number, total: number) =>
  `${plural(left, "row")} of ${total.toLocaleString("en")} ${left === 1 ? "is" : "are"} under another key. Your operator runs “keys rotate”.`;
export const ORGANISATION_IDS = "Organisation ids";
export const IDS_ENCRYPTED = "All are encrypted.";
export const idsPlain = (count: number) =>
  `${plural(count, "id")} ${count === 1 ? "is" : "are"} not encrypted yet. Your operator runs “keys seal-tenants”.`;
export const LAST_ROTATION = "Last re-encryption";
export const NO_ROTATION = "None on record";
export const rotationEnded = <T>(at: T, message: string) => inParts`${at}: ${message}`;
export const JOURNAL = "Journal of this machine";
export const JOURNAL_EMPTY = "Empty: every rotated token is stored.";
export const waiting = (count: number) => `${plural(count, "rotated token")} waiting to be stored.`;
export const quarantined = (count: number) =>
  `${plural(count, "rotated token")} in quarantine. Ask your operator.`;
export const SEAL = "Audit log's seal";
export const SEAL_OFF = "Off: AUDIT_SIGNING_KEY is not set.";
export const SEAL_WAITS = "On, not sealed yet.";
export const sealedUpTo = <T>(at: T) => inParts`Sealed up to ${at}`;
export const verifiedOn = <T>(at: T) => inParts`Verified ${at}`;
export const NOT_VERIFIED = "Not verified yet";
export const sealBroken = (problem: string) => `The seal doesn't hold: ${problem}`;
export const PLACES: Readonly<Record<string, string>> = {
  Grant: "Token sets",
  "Grant.subject": "Token sets' owners",
  Connection: "Organisation ids",
  Revocation: "Organisation ids of disconnects",
  Event: "Organisation ids of events",
  PendingConsent: "Consents to be chosen",
  "PendingConsent.claims": "Organisations to choose from",
  OAuthState: "Consents under way",
  SecondFactor: "Second factors",
  AlertChannel: "Webhook secrets",
  EventEndpoint: "Endpoint secrets",
  journal: "Journal",
  "journal/quarantine": "Journal, quarantine",
};
