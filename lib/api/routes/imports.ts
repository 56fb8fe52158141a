import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CountersignError } from "@/lib/errors";
import { type ImportView, imports, type LineReach, type LineVerdict, lineVerdicts } from "@/lib/imports";
import type { ApiKey } from "@/lib/people";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { environmentOf } from "../reach";
import { isoTime } from "../schemas/path";

const line = z
  .object({
    line: z.int(),
    verdict: z.enum(lineVerdicts),
    company: z.string().optional(),
    provider: z.string().optional(),
    organisation: z.string().optional(),
    creates_company: z.boolean().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: "ImportLine" });

const view = z
  .object({
    id: z.string(),
    state: z.enum(["running", "finished", "broken_off"]),
    dry_run: z.boolean(),
    lines: z.int(),
    totals: z.object(
      Object.fromEntries(lineVerdicts.map((verdict) => [verdict, z.int()])) as Record<LineVerdict, z.ZodInt>,
    ),
    verdicts: z.array(line),
    problem: z.string().nullable(),
    started_at: isoTime,
    ended_at: isoTime.nullable(),
  })
  .meta({ id: "Import" });

const begun = z.object({ id: z.string(), href: z.string() }).meta({ id: "ImportBegun" });

export function addImportRoutes(app: FastifyInstance, deps: ApiDeps): void {
  app.addContentTypeParser("application/x-ndjson", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );
  addRoute(app, deps, {
    method: "POST",
    path: "/v1/imports",
    access: "import:write",
    operationId: "startImport",
    summary: "Take over many connections from another OAuth system",
    description:
      "The body is application/x-ndjson: a JSON object a line with company_id, company_name, provider, tenant_id, access_token, refresh_token and expires_at. Every line is verified by a live call; no refresh token is spent.",
    schemas: {
      query: z.object({ dry_run: z.enum(["true", "false"]).default("false") }),
      headers: z.object({ "idempotency-key": z.string().min(1).max(200).optional() }),
      body: z.string("must be application/x-ndjson").meta({ description: "A JSON object a line." }),
    },
    answers: { 202: begun },
    problems: [413, 415, 422],
    run: async ({ caller: { key }, query, headers, body, reply }) => {
      const id = await imports().startImport({
        apply: query.dry_run === "false",
        body,
        mayReach: reachOf(deps, key),
        idempotencyKey: headers["idempotency-key"],
      });
      const href = `/v1/imports/${id}`;
      reply.status(202).header("Location", href);
      return { id, href };
    },
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/imports/:id",
    access: "import:write",
    operationId: "getImport",
    summary: "How far an import is, and the verdict of each line",
    schemas: { params: z.object({ id: z.string().max(100) }) },
    answers: { 200: view },
    problems: [404],
    run: async ({ caller: { key }, params }) => {
      const found = await imports().findImport({ id: params.id, startedBy: key.id });
      if (found) return importJson(found);
      throw new CountersignError("not_found", `This key began no import "${params.id}".`);
    },
  });
}

function reachOf({ runtime }: ApiDeps, key: ApiKey): LineReach {
  const apps = runtime.env.providers;
  return ({ companyId, provider }) =>
    (key.companyIds?.has(companyId) ?? true) &&
    key.providers.has(provider) &&
    apps[provider]?.environment === environmentOf(key, provider);
}

function importJson(found: ImportView): z.output<typeof view> {
  return {
    id: found.id,
    state: found.state,
    dry_run: !found.apply,
    lines: found.lines,
    totals: found.totals,
    verdicts: found.verdicts.map(({ companyId, tenantName, createsCompany, ...rest }) => ({
      ...rest,
      ...(companyId !== undefined && { company: companyId }),
      ...(tenantName !== undefined && { organisation: tenantName }),
      ...(createsCompany !== undefined && { creates_company: createsCompany }),
    })),
    problem: found.problem,
    started_at: found.startedAt.toISOString(),
    ended_at: found.endedAt?.toISOString() ?? null,
  };
}
