import type { Actor } from "@/lib/actor";
import { foreignText } from "@/lib/foreign-text";
import type { RequestContext } from "@/lib/request-context";
import type { AuditOperation } from "./operations";

/**
 * An actor as a row holds it: a user of Countersign, a customer by a link or a public page, a part of Countersign itself, or
 * of the surrounding product, with a key or without.
 */
export interface StoredActor {
  userId: string;
  actorKind: "user" | "system" | "service" | "apiKey" | "link" | "visitor";
  /** The public id of the key that was shown; null for every other actor. */
  apiKeyId: string | null;
}

/** What a row holds beside its request's context. */
export interface AuditEntry {
  operation: AuditOperation;
  outcome: "success" | "failure" | "refused";
  actor: Actor;
  /** Empty where no company is concerned. */
  companyId: string;
  /** Empty where no provider is concerned. */
  connectionType: string;
  /** The provider's endpoint or the verb's own path; never with a query value. */
  apiEndpoint: string;
  requestMethod: string;
  /** 0 where no server answered. */
  responseStatus: number;
  errorMessage?: string | undefined;
  responseTimeMs?: number | undefined;
  /** intuit_tid or xero-correlation-id. */
  providerRef?: string | undefined;
  generation?: number | undefined;
  atMs: number;
}

/** The columns of `AuditLog` in the order of {@link auditValues}. */
export const AUDIT_COLUMNS = `id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
  "responseStatus", "ipAddress", "userAgent", "errorMessage", "responseTime", "timestamp", operation, "actorKind",
  outcome, "requestId", "providerRef", generation, "apiKeyId"`;

/**
 * A row of `AuditLog` that Postgres always takes, whatever the texts hold: one refused row would hold up every
 * row written together with it. Texts are on one line and bounded, integers fit 32 bits, the time is ISO 8601.
 */
export function auditValues(
  id: string,
  entry: AuditEntry,
  { userId, actorKind, apiKeyId }: StoredActor,
  context: RequestContext,
): (string | number | null)[] {
  return [
    id,
    userId,
    oneLine(entry.companyId, MAX_NAME),
    oneLine(entry.apiEndpoint),
    oneLine(entry.connectionType, MAX_NAME),
    oneLine(entry.requestMethod),
    int32(entry.responseStatus),
    oneLine(context.ipAddress),
    oneLine(context.userAgent),
    entry.errorMessage === undefined ? null : oneLine(entry.errorMessage),
    entry.responseTimeMs === undefined ? null : int32(entry.responseTimeMs),
    new Date(entry.atMs).toISOString(),
    oneLine(entry.operation),
    actorKind,
    oneLine(entry.outcome),
    context.requestId === "" ? null : oneLine(context.requestId),
    entry.providerRef === undefined ? null : oneLine(entry.providerRef),
    entry.generation === undefined ? null : int32(entry.generation),
    apiKeyId,
  ];
}

const MAX_TEXT = 1_000;
/** Indexed together, three of these in UTF-8 must stay below a third of an 8 kB page. */
const MAX_NAME = 200;

function oneLine(text: string, maxLength: number = MAX_TEXT): string {
  return foreignText(text, maxLength);
}

/** An actor's id as a row holds it. */
export function storedUserId(userId: string): string {
  return oneLine(userId, MAX_NAME);
}

function int32(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(value) || 0));
}
