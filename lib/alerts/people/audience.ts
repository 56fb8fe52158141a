import { can, isRole, type Role, type Verb } from "@/lib/people";
import type { AlertEvent, AlertKind } from "../payload";

/** What opens the page that an alert of a kind leads to: who may not open it is not told either. */
const NEEDS: Record<AlertKind, Verb> = {
  needs_reconnecting: "companies.read",
  expiring_soon: "companies.read",
  provider_incident: "health.read",
  key_expiring: "keys.manage",
  ended_key_used: "keys.manage",
  endpoint_disabled: "settings.read",
  provider_addresses: "settings.read",
};

export function kindsFor(role: Role): AlertKind[] {
  return (Object.keys(NEEDS) as AlertKind[]).filter((kind) => can(role, NEEDS[kind]));
}

/** Which mails a person chose to get at their own address. */
export const mailChoices = ["nothing", "action", "all"] as const;
export type MailChoice = (typeof mailChoices)[number];

/** A channel, or a person who is one, as the database has them now. */
export interface Receiver {
  /** Null for a channel that everybody shares. */
  userId: string | null;
  /** What that person chose. */
  wants: string | null;
  /** Their role now; null where their user is gone. */
  role: string | null;
  userDisabledAt: Date | null;
}

/** The columns of a receiver. Expects c = "AlertChannel", u = its user. */
export const RECEIVER_COLUMNS = `c."userId", c.wants, u.role, u."disabledAt" AS "userDisabledAt"`;

/** Whether a message of this kind is for them: a channel gets all, a person what they chose and may see. */
export function hears(receiver: Receiver, kind: AlertKind | null, event: AlertEvent): boolean {
  const { userId, wants, role, userDisabledAt } = receiver;
  if (userId === null) return true;
  if (userDisabledAt || role === null || !isRole(role) || kind === null) return false;
  if (!kindsFor(role).includes(kind)) return false;
  // Nobody need act while a provider is down, nor once a problem is over.
  return wants === "all" || (wants === "action" && event === "raised" && kind !== "provider_incident");
}
