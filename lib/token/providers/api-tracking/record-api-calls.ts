import type { Actor } from "@/lib/actor";
import type { AuditEntry } from "@/lib/audit/record";
import type { TokenDeps } from "../../deps";
import type { ProviderFacts } from "../provider";
import type { ApiCall, ApiCalls } from "./api-calls";

/** Calls that are recorded, whatever token they carry. */
export type RecordedCalls = Omit<ApiCalls, "ready">;

interface Caller {
  companyId: string;
  /** The organisation's id, which paths may hold and rows don't. */
  tenantId: string;
  actor: Actor;
}

type Outcome = Pick<AuditEntry, "outcome" | "responseStatus" | "errorMessage" | "providerRef">;

const NO_ANSWER_STATUS = 503;

/**
 * @returns What a client of this provider and company reports its calls to. A row holds the path without its query
 *   and the organisation's id, method, status (503 when there was no answer), time and the provider's reference; never a token or a body.
 */
export function recordApiCalls(
  deps: Pick<TokenDeps, "audit" | "clock" | "log">,
  { connectionType, displayName, referenceHeader }: ProviderFacts,
  { companyId, tenantId, actor }: Caller,
): RecordedCalls {
  const begin = (method: string, url: string): ApiCall => {
    const row = deps.audit.reserve();
    const startedMs = deps.clock.nowMs();
    const end = (outcome: Outcome) => {
      const atMs = deps.clock.nowMs();
      const request = { apiEndpoint: endpointOf(url, tenantId), requestMethod: method.toUpperCase() };
      const about = { companyId, connectionType };
      const times = { responseTimeMs: Math.max(0, atMs - startedMs), atMs };
      try {
        row.record({ operation: "api.call", actor, ...about, ...request, ...outcome, ...times });
      } catch (error) {
        const fields = {
          actor: actor.id,
          ...about,
          ...request,
          status: outcome.responseStatus,
          error: (error as Error).message,
        };
        deps.log.warn(fields, "A provider call ended after the audit log had closed");
      }
    };
    return {
      answered: (status, headers) => {
        const refused = status >= 400;
        const errorMessage = refused ? `${displayName} answered ${status}.` : undefined;
        const providerRef = headerOf(headers, referenceHeader);
        end({ outcome: refused ? "failure" : "success", responseStatus: status, errorMessage, providerRef });
      },
      unanswered: (cause) => {
        const errorMessage = `${displayName} gave no answer (${codeOf(cause)}).`;
        end({ outcome: "failure", responseStatus: NO_ANSWER_STATUS, errorMessage });
      },
    };
  };
  return { begin, requireRecord: () => deps.audit.reserve().giveUp() };
}

/** Longer than any provider's id, shorter than any token. */
const MAX_SEGMENT = 64;

/** What stands for the organisation's id in a path: audit rows are never changed, so they hold none. */
const ORGANISATION = "{organisation}";

/** The path alone: host, user info, query and fragment are left out. */
function endpointOf(url: string, tenantId: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? "");
  return path
    .split("/")
    .map((segment) => (segment === tenantId ? ORGANISATION : segment.length > MAX_SEGMENT ? "…" : segment))
    .join("/");
}

function headerOf(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
  const value = key === undefined ? undefined : headers[key];
  return typeof value === "string" && value !== "" ? value.slice(0, 200) : undefined;
}

const FAILURE_CODE = /\bE[A-Z][A-Z_]{3,}\b|socket hang up|timeout|aborted/;

function codeOf(cause: unknown): string {
  const { code, message } = (typeof cause === "object" && cause !== null ? cause : { message: cause }) as {
    code?: unknown;
    message?: unknown;
  };
  const known = [code, message].map((text) => FAILURE_CODE.exec(String(text ?? ""))?.[0]);
  return known.find((text) => text !== undefined) ?? "it broke off";
}
