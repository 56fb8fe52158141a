import { STATUS_CODES } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { z } from "zod";
import { actAs, withRequestContext } from "@/lib/request-context";
import type { ApiDeps } from "./api-deps";
import { type Access, admitKey, type Caller } from "./caller";
import { limitHeaders } from "./rate-limits";
import { problemSchema } from "./schemas/problem";

type Schemas = { params?: z.ZodType; query?: z.ZodObject; headers?: z.ZodType; body?: z.ZodType };
type Read<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** A request whose input was read by the route's schemas. */
interface ApiCall<S extends Schemas> {
  caller: Caller;
  params: Read<S["params"]>;
  query: Read<S["query"]>;
  headers: Read<S["headers"]>;
  body: Read<S["body"]>;
  /** Aborted when the caller has gone. */
  signal: AbortSignal;
  reply: FastifyReply;
}

export interface ApiRoute<S extends Schemas> {
  method: HTTPMethods;
  path: string;
  /** What it asks of the key. */
  access: Access;
  /** For the contract: one line, and what is worth saying beside. */
  summary: string;
  description?: string;
  operationId: string;
  schemas: S;
  /** By status. */
  answers: Readonly<Record<number, z.ZodType>>;
  /** Media types that a 200 has beside JSON, as text. */
  streams?: readonly string[];
  /** Problems it can answer beside those of every route, by status. */
  problems?: readonly number[];
  run: (call: ApiCall<S>) => Promise<unknown>;
}

const ALWAYS = [400, 401, 403, 429, 500, 503] as const;

/** Adds a route that takes a key: limit → scope → input → verb. Its audit rows name the key. */
export function addRoute<S extends Schemas>(app: FastifyInstance, deps: ApiDeps, route: ApiRoute<S>): void {
  const { method, path, access, schemas, answers, streams = [], problems = [], run } = route;
  const { summary, description, operationId } = route;
  const failures = [...ALWAYS, ...problems].map((status) => [status, failureAnswer(status)]);
  app.route({
    method,
    url: path,
    config: { access },
    schema: {
      summary,
      ...(description && { description }),
      operationId,
      // What the key must include; @see https://spec.openapis.org/oas/v3.1.0#security-requirement-object
      security: [{ key: access === "any key" ? [] : [access] }],
      ...(schemas.params && { params: schemas.params }),
      // A parameter that is misspelt must not pass for none.
      querystring: (schemas.query ?? z.object({})).strict(),
      ...(schemas.headers && { headers: schemas.headers }),
      ...(schemas.body && { body: schemas.body }),
      response: {
        ...Object.fromEntries(failures),
        ...Object.fromEntries(
          Object.entries(answers).map(([status, schema]) => [status, answerOf(status, schema, streams)]),
        ),
      },
    },
    onRequest: async (request, reply) => {
      const [requestPath = ""] = request.url.split("?");
      const knock = { headers: request.headers, method: request.method, path: requestPath };
      const caller = await withRequestContext(request.auditContext, () => admitKey(deps, knock, access));
      request.caller = caller;
      reply.headers(limitHeaders(caller.allowance));
    },
    handler: (request, reply) => {
      const { caller } = request;
      if (!caller) throw new Error("A route without a caller was reached.");
      return withRequestContext(request.auditContext, () =>
        actAs(caller.actor, () => run(callOf(request, reply, caller))),
      );
    },
  });
}

const failureAnswer = (status: number) => ({
  description: STATUS_CODES[status] ?? "Failure",
  content: { "application/problem+json": { schema: problemSchema } },
});

/** Without a body the status says all. */
function answerOf(status: string, schema: z.ZodType, streams: readonly string[]) {
  if (schema instanceof z.ZodUndefined) return schema;
  const description = schema.meta()?.description ?? STATUS_CODES[status] ?? "";
  const texts = streams.map((type) => [type, { schema: z.string() }]);
  return { description, content: { "application/json": { schema }, ...Object.fromEntries(texts) } };
}

function callOf<S extends Schemas>(request: FastifyRequest, reply: FastifyReply, caller: Caller): ApiCall<S> {
  const { params, query, headers, body } = request;
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  return { caller, params, query, headers, body, signal: gone.signal, reply } as ApiCall<S>;
}
