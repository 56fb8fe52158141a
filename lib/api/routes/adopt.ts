import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CountersignError, isCode } from "@/lib/errors";
import { inColumnNames, ORGANISATION_TAKEN } from "@/lib/imports";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { noCompany, requireEnvironment, requireReach } from "../reach";
import { connectionPath } from "../schemas/path";

const tokenSet = z
  .strictObject({
    access_token: z.string().min(1).max(10_000),
    refresh_token: z.string().min(1).max(10_000),
    expires_at: z.iso.datetime({ offset: true }),
    refresh_expires_at: z.iso.datetime({ offset: true }).optional(),
    scope: z.string().max(5_000).optional().meta({ description: "Space-separated." }),
    tenant_id: z.string().min(1).max(100).meta({ description: "Intuit's realm id, or Xero's tenant id." }),
  })
  .meta({ id: "TokenSet" });

const adoption = z
  .object({
    outcome: z.enum(["connected", "renewed", "unchanged"]),
    organisation: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: "Adoption" });

export function addAdoptRoute(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "POST",
    path: "/v1/companies/:company/:provider/adopt",
    access: "import:write",
    operationId: "adoptTokenSet",
    summary: "Take over a token set from another OAuth system",
    description: "One live call says whose it is; the refresh token is not spent. It may be repeated.",
    schemas: { params: connectionPath, body: tokenSet },
    answers: { 200: adoption },
    problems: [404, 409, 413, 415],
    run: async ({ caller: { key, actor }, params, body }) => {
      const provider = requireReach(key, params.company, params.provider);
      requireEnvironment(deps.runtime.env, key, provider);
      const { refresh_expires_at: refreshEnd } = body;
      const given = {
        accessToken: body.access_token,
        refreshToken: body.refresh_token,
        expiresAtMs: Date.parse(body.expires_at),
        ...(refreshEnd !== undefined && { refreshExpiresAtMs: Date.parse(refreshEnd) }),
        scope: body.scope,
        tenantId: body.tenant_id,
      };
      const adopted = await deps.tokens.adopt(params.company, provider, given, actor.id).catch((error) => {
        if (isCode(error, "not_found")) throw noCompany(params.company);
        if (isCode(error, "organisation_taken"))
          throw new CountersignError("organisation_taken", ORGANISATION_TAKEN, { cause: error });
        throw inFieldNames(error);
      });
      const { outcome, tenantId, tenantName } = adopted;
      return { outcome, organisation: { id: tenantId, name: tenantName } };
    },
  });
}

/** The token service names its own fields; the caller knows those of the API. */
function inFieldNames(error: unknown): unknown {
  if (!isCode(error, "invalid_input")) return error;
  const { message, field } = inColumnNames(error.message, error.field);
  return new CountersignError("invalid_input", message, { field, cause: error });
}
