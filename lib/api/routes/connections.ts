import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { isCode } from "@/lib/errors";
import { health, statusNames } from "@/lib/health";
import { providerNames } from "@/lib/token";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { findReached } from "../find-connection";
import { providersOf } from "../reach";
import {
  connectionDetailJson,
  connectionDetailSchema,
  connectionJson,
  connectionSchema,
} from "../schemas/connection";
import { readCursor, writeCursor } from "../schemas/cursor";
import { companyId, connectionPath, cursor, isoTime, limit } from "../schemas/path";

const list = z
  .object({ connections: z.array(connectionSchema), next_cursor: z.string().nullable() })
  .meta({ id: "ConnectionList" });

const check = z
  .object({
    works: z.boolean(),
    checked_at: isoTime,
    code: z.string().nullable().meta({ description: "The failure's code; null when it works." }),
    connection: connectionDetailSchema,
  })
  .meta({ id: "Check" });

const pending = z
  .object({
    detail: z.string().meta({ description: "Why the provider has not confirmed it yet. It is told again." }),
  })
  .meta({ id: "DisconnectPending" });

export function addConnectionRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addList(app, deps);
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/companies/:company/:provider",
    access: "connections:read",
    operationId: "getConnection",
    summary: "How a connection is, since when, and who must act",
    schemas: { params: connectionPath },
    answers: { 200: connectionDetailSchema },
    problems: [404, 409],
    run: async ({ caller, params }) => connectionDetailJson(await findReached(caller.key, params)),
  });
  addRoute(app, deps, {
    method: "POST",
    path: "/v1/companies/:company/:provider/check",
    access: "connections:check",
    operationId: "checkConnection",
    summary: "Make one live call now, and say what came of it",
    schemas: { params: connectionPath },
    answers: { 200: check },
    problems: [404, 409],
    run: async ({ caller, params }) => {
      const { companyId, connectionType } = await findReached(caller.key, params);
      const { error, checkedAtMs } = await health().checkConnection({ companyId, connectionType });
      return {
        works: error === null,
        checked_at: new Date(checkedAtMs).toISOString(),
        code: error?.code ?? null,
        connection: connectionDetailJson(await findReached(caller.key, params)),
      };
    },
  });
  addDisconnect(app, deps);
}

function addList(app: FastifyInstance, deps: ApiDeps): void {
  const query = z.object({
    status: z.enum(statusNames).optional(),
    provider: z.enum(providerNames).optional(),
    company: companyId.optional(),
    cursor: cursor.optional(),
    limit,
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/connections",
    access: "connections:read",
    operationId: "listConnections",
    summary: "The connections this key reaches, worst first",
    schemas: { query },
    answers: { 200: list },
    run: async ({ caller: { key }, query: { cursor: given, limit: size, ...filter } }) => {
      const { rows, next } = await health().listConnections({
        archived: true,
        ...filter,
        size,
        within: {
          companyIds: key.companyIds && [...key.companyIds],
          providers: providersOf(key),
        },
        sort: "status",
        direction: "asc",
        cursor: given === undefined ? undefined : { towards: "next", ...readCursor(given) },
      });
      return { connections: rows.map(connectionJson), next_cursor: next && writeCursor(next) };
    },
  });
}

function addDisconnect(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "DELETE",
    path: "/v1/companies/:company/:provider",
    access: "connections:write",
    operationId: "disconnect",
    summary: "End a connection here at once, and tell the provider",
    description:
      "202 while the provider is still to be told, 204 when nothing is left to do. It may be repeated.",
    schemas: { params: connectionPath },
    answers: { 202: pending, 204: z.undefined().meta({ description: "Nothing is left to do." }) },
    problems: [404, 409],
    run: async ({ caller, params, reply }) => {
      const { companyId, connectionType } = await findReached(caller.key, params);
      const left = await disconnect(deps, caller.key, { companyId, connectionType });
      reply.status(left === undefined ? 204 : 202);
      return left === undefined ? undefined : { detail: left };
    },
  });
}

/** @returns Why the provider has not confirmed it yet; undefined when it has. */
async function disconnect(
  deps: ApiDeps,
  key: Parameters<typeof findReached>[0],
  connection: { companyId: string; connectionType: string },
): Promise<string | undefined> {
  try {
    const { providerNotTold, givenUp } = await deps.tokens.disconnect(connection);
    return givenUp ? undefined : providerNotTold;
  } catch (error) {
    if (!isCode(error, "no_connection")) throw error;
    const { companyId: company, connectionType: provider } = connection;
    const { untoldProvider } = await findReached(key, { company, provider });
    if (!untoldProvider || untoldProvider.nextAttemptAt === null) return undefined;
    return untoldProvider.lastError ?? "The provider has not confirmed it yet.";
  }
}
