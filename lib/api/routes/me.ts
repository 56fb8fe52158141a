import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { SCOPES } from "@/lib/people";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { isoTime } from "../schemas/path";

const me = z
  .object({
    id: z.string(),
    name: z.string(),
    service: z.string(),
    environment: z.enum(["live", "test"]),
    scopes: z.array(z.enum(SCOPES)),
    companies: z.union([z.literal("all"), z.array(z.string())]),
    providers: z.array(z.string()),
    expires_at: isoTime,
    requests_per_minute: z.int(),
    requests_left: z.int().meta({ description: "In this minute, in the process that answers." }),
  })
  .meta({ id: "Key" });

export function addMeRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/me",
    access: "any key",
    operationId: "getKey",
    summary: "What this key may do",
    schemas: {},
    answers: { 200: me },
    run: async ({ caller: { key, allowance } }) => ({
      id: key.id,
      name: key.name,
      service: key.service,
      environment: key.environment,
      scopes: [...key.scopes],
      companies: key.companyIds ? [...key.companyIds] : "all",
      providers: [...key.providers],
      expires_at: new Date(key.expiresAtMs).toISOString(),
      requests_per_minute: allowance.limit,
      requests_left: allowance.remaining,
    }),
  });
}
