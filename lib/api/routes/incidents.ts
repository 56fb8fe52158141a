import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { health, type Incident } from "@/lib/health";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { noCursor } from "../schemas/cursor";
import { isoTime } from "../schemas/path";

const incident = z
  .object({
    id: z.string(),
    provider: z.string(),
    code: z.string(),
    owner: z.enum(["customer", "provider", "us"]),
    sentence: z.string(),
    provider_ref: z.string().nullable(),
    started_at: isoTime,
    last_failure_at: isoTime,
    ended_at: isoTime.nullable(),
    companies: z.int().nullable().meta({
      description: "How many companies it touched; null for a key that does not reach all of them.",
    }),
    recovered: z.int().nullable().meta({ description: "How many of them work again; null as above." }),
  })
  .meta({ id: "Incident" });

const list = z
  .object({ incidents: z.array(incident), next_cursor: z.string().nullable() })
  .meta({ id: "IncidentList" });

export function addIncidentRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/incidents",
    access: "health:read",
    operationId: "listIncidents",
    summary: "Outages of the providers, newest first",
    schemas: { query: z.object({ cursor: z.string().max(200).optional() }) },
    answers: { 200: list },
    run: async ({ caller: { key }, query }) => {
      if (query.cursor !== undefined && !(await health().findIncident(query.cursor))) throw noCursor();
      const { incidents, next } = await health().listIncidents(query.cursor);
      const reached = incidents.filter(({ connectionType }) => key.providers.has(connectionType));
      return {
        incidents: reached.map((each) => incidentJson(each, key.companyIds === null)),
        next_cursor: next,
      };
    },
  });
}

function incidentJson(found: Incident, countsAll: boolean): z.output<typeof incident> {
  return {
    id: found.id,
    provider: found.connectionType,
    code: found.cause,
    owner: found.owner,
    sentence: found.message,
    provider_ref: found.providerRef,
    started_at: found.startedAt.toISOString(),
    last_failure_at: found.lastFailureAt.toISOString(),
    ended_at: found.endedAt?.toISOString() ?? null,
    companies: countsAll ? found.companies : null,
    recovered: countsAll ? found.recovered : null,
  };
}
