import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  type AuditFilter,
  type AuditRow,
  audit,
  type ExportFormat,
  type FilterKey,
  filterKeys,
  readAuditFilter,
} from "@/lib/audit";
import { longWork } from "@/lib/door/route/long-work";
import { CountersignError } from "@/lib/errors";
import type { ApiKey } from "@/lib/people";
import { providerCalls, providerNames } from "@/lib/token";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { noCompany, requireReach } from "../reach";
import { readCursor, writeCursor } from "../schemas/cursor";
import { cursor, isoTime } from "../schemas/path";

const row = z
  .object({
    id: z.string(),
    at: isoTime,
    actor: z.object({
      kind: z.enum(["user", "system", "service", "apiKey", "link", "visitor"]),
      id: z.string(),
      name: z.string(),
      key: z.string().nullable(),
    }),
    company: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    provider: z.string().nullable(),
    operation: z.string(),
    outcome: z.enum(["success", "failure", "refused"]),
    method: z.string(),
    endpoint: z.string(),
    status: z.int().nullable().meta({ description: "Null: no server answered." }),
    milliseconds: z.int().nullable(),
    message: z.string().nullable(),
    provider_ref: z.string().nullable(),
    request_id: z.string().nullable(),
    generation: z.int().nullable(),
    ip_address: z.string(),
    user_agent: z.string(),
  })
  .meta({ id: "AuditRow" });

const page = z
  .object({
    rows: z.array(row).meta({ description: "Newest first." }),
    next_cursor: z.string().nullable(),
    searched_to: isoTime.nullable().meta({
      description: "Set where a search for something rare stopped early: go on with next_cursor.",
    }),
  })
  .meta({ id: "AuditPage" });

/** Without any of these, all times are meant: what a program gets must not depend on what a person's page begins with. */
const TIMES = ["since", "from", "to"] as const;

/** Keys of the contract; the page has more. */
const FILTERS = filterKeys.filter((key) => key !== "ref" && key !== "generation");

const query = z.object({
  ...(Object.fromEntries(FILTERS.map((key) => [key, z.string().min(1).max(500).optional()])) as Record<
    Exclude<FilterKey, "ref" | "generation">,
    z.ZodOptional<z.ZodString>
  >),
  cursor: cursor.optional(),
});

export function addAuditRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/audit",
    access: "audit:read",
    operationId: "searchAudit",
    summary: "The audit log: a page, or with Accept: application/x-ndjson or text/csv all of it",
    description:
      "The filters are those of the audit page; without since, from or to all times are meant. The log knows no environment. A key that reaches some companies or providers only must name one of each.",
    schemas: { query },
    answers: { 200: page },
    streams: ["application/x-ndjson", "text/csv"],
    problems: [404],
    run: async ({ caller, query: { cursor: given, ...asked }, signal, reply }) => {
      const {
        filter: read,
        problems,
        field,
      } = readAuditFilter(asked, {
        nowMs: deps.runtime.clock.nowMs(),
        providers: providerCalls,
      });
      if (problems.length > 0)
        throw new CountersignError("invalid_input", `query/${field}: ${problems.join(" ")}`, { field });
      const namesTime = TIMES.some((name) => asked[name] !== undefined);
      const filter: AuditFilter = namesTime ? read : { ...read, span: "all" };
      requireFilterReach(caller.key, filter);
      const format = formatOf(reply.request);
      if (format)
        return exportRows({
          filter,
          format,
          signal,
          stillGood: caller.stillGood,
          keyId: caller.key.id,
          reply,
        });
      const place = given === undefined ? undefined : readCursor(given);
      const found = await audit().searchAudit({
        filter,
        cursor: place && { towards: "older", atMs: Number(place.value), id: place.id },
      });
      const { rows, older, searchedToMs } = found;
      return {
        rows: rows.map(rowJson),
        next_cursor: older && writeCursor({ value: String(older.atMs), id: older.id }),
        searched_to: searchedToMs === null ? null : new Date(searchedToMs).toISOString(),
      };
    },
  });
}

/** Rows of what a key does not reach are not for it: a key with bounds names a company and a provider within them. */
function requireFilterReach(key: ApiKey, { company, provider }: AuditFilter): void {
  const reachesEveryProvider = providerNames.every((name) => key.providers.has(name));
  if (key.companyIds && company === undefined) throw mustName("company");
  if (!reachesEveryProvider && provider === undefined) throw mustName("provider");
  if (provider !== undefined) requireReach(key, company ?? "", provider);
  if (company !== undefined && key.companyIds && !key.companyIds.has(company)) throw noCompany(company);
}

function mustName(field: string): CountersignError {
  return new CountersignError("invalid_input", `This key does not reach every ${field}: name one.`, {
    field,
  });
}

function formatOf({ headers }: FastifyRequest): ExportFormat | undefined {
  const accept = headers.accept ?? "";
  if (accept.includes("application/x-ndjson")) return "jsonl";
  return accept.includes("text/csv") ? "csv" : undefined;
}

interface Streamed {
  filter: AuditFilter;
  format: ExportFormat;
  signal: AbortSignal;
  stillGood: () => Promise<void>;
  keyId: string;
  reply: FastifyReply;
}

async function exportRows({ filter, format, signal, stillGood, keyId, reply }: Streamed): Promise<Readable> {
  const leave = longWork(keyId);
  try {
    const file = await audit().exportAudit({ filter, format, signal, stillAllowed: stillGood });
    reply.header("Content-Type", file.contentType).serializer((text: string) => text);
    const body = Readable.from(file.body);
    body.once("close", leave);
    return body;
  } catch (error) {
    leave();
    throw error;
  }
}

function rowJson(found: AuditRow): z.output<typeof row> {
  return {
    id: found.id,
    at: found.timestamp.toISOString(),
    actor: { kind: found.actorKind, id: found.userId, name: found.actorName, key: found.apiKeyId },
    company: found.companyId === "" ? null : { id: found.companyId, name: found.companyName },
    provider: found.connectionType || null,
    operation: found.operation,
    outcome: found.outcome,
    method: found.requestMethod,
    endpoint: found.apiEndpoint,
    status: found.responseStatus || null,
    milliseconds: found.responseTime,
    message: found.errorMessage,
    provider_ref: found.providerRef,
    request_id: found.requestId,
    generation: found.generation,
    ip_address: found.ipAddress,
    user_agent: found.userAgent,
  };
}
