import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CountersignError } from "@/lib/errors";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { connectionPath } from "../schemas/path";
import { tokenRequestSchema, tokenSchema } from "../schemas/token";

const PROBLEMS = [404, 409, 413, 415, 502] as const;

/** Tells the contract of the vend, which is answered in front of the framework (`answerVend`). */
export function addTokenRoutes(app: FastifyInstance, deps: ApiDeps): void {
  // The listener answers a vend before the framework does: here arrives only what spells its path in another way.
  const inFront = async (): Promise<never> => {
    throw new CountersignError("not_found", "There is nothing at this path.");
  };
  addRoute(app, deps, {
    method: "POST",
    path: "/v1/companies/:company/:provider/token",
    access: "tokens:vend",
    operationId: "vendToken",
    summary: "An access token that is good now",
    description:
      "Refreshed first if need be. With rejected_generation it is compare-and-refresh: one refresh, however many callers report one refused token. Prefer: wait=N says how many seconds the caller waits for a refresh (20).",
    schemas: {
      params: connectionPath,
      headers: z.object({
        prefer: z.string().optional(),
        "x-countersign-user": z
          .string()
          .optional()
          .meta({ description: "On whose behalf the product asks, for the audit log." }),
      }),
      body: tokenRequestSchema.optional(),
    },
    answers: { 200: tokenSchema },
    problems: PROBLEMS,
    run: inFront,
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/companies/:company/:provider/token",
    access: "tokens:vend",
    operationId: "confirmToken",
    summary: "The same, unless the caller holds it already",
    description: "With If-None-Match and the ETag of a token, 304 while that token is the current one.",
    schemas: {
      params: connectionPath,
      headers: z.object({ "if-none-match": z.string().optional(), prefer: z.string().optional() }),
    },
    answers: {
      200: tokenSchema,
      304: z.undefined().meta({ description: "The caller's token is the current one." }),
    },
    problems: PROBLEMS,
    run: inFront,
  });
}
