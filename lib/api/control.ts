import swagger from "@fastify/swagger";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { RequestContext } from "@/lib/request-context";
import { allowedMethods } from "./allowed-methods";
import type { ApiDeps } from "./api-deps";
import { addApiRoutes } from "./api-routes";
import { type Access, type Caller, contextOf } from "./caller";
import { documentHead, withReferredSchemas } from "./openapi";
import { problemAnswer } from "./problems/problem";
import { asCountersignError, inputFaultsOf } from "./problems/request-fault";

declare module "fastify" {
  interface FastifyRequest {
    /** Set before the handler, but on routes that take no key. */
    caller: Caller | null;
    /** Kept here, because a body's events come outside of any context. */
    auditContext: RequestContext;
  }
  interface FastifyContextConfig {
    /** What a route asks of the key. A route that does not say is not added. */
    access?: Access | "none";
  }
}

const MAX_BODY_BYTES = 1_048_576;
const MAX_PARAM = 600;

/** The routes that are not hot, on Fastify: one door for keys and failures, schemas for input and answer. */
export async function buildControl(deps: ApiDeps) {
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM },
    frameworkErrors: (error, request, reply) => void fail(deps, error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest("caller", null);
  app.decorateRequest("auditContext");
  app.addHook("onRequest", async (request, reply) => {
    beginAnswer(deps, request, reply);
  });
  app.addHook("onRoute", ({ url, config }) => {
    if (config?.access === undefined) throw new Error(`${url} does not declare what it asks of a key.`);
  });
  const methods = allowedMethods(app);
  app.setErrorHandler((error, request, reply) => fail(deps, error, request, reply));
  app.setNotFoundHandler((request, reply) => fail(deps, methods.faultOf(request, reply), request, reply));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    app.getDefaultJsonParser("error", "error"),
  );
  await app.register(swagger, {
    openapi: documentHead,
    transform: jsonSchemaTransform,
    transformObject: withReferredSchemas,
  });
  await app.register(async (routes) => addApiRoutes(routes, deps));
  await app.ready();
  return app;
}

function beginAnswer({ runtime }: ApiDeps, request: FastifyRequest, reply: FastifyReply): void {
  request.auditContext ??= contextOf(request.raw, runtime.env.trustedProxyHops);
  reply.headers({
    "Countersign-Request-Id": request.auditContext.requestId,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    Vary: "Authorization",
  });
}

function fail(deps: ApiDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // A path that can't be decoded fails before any hook.
  if (!request.auditContext) beginAnswer(deps, request, reply);
  const { requestId } = request.auditContext;
  const { problem, headers } = problemAnswer(
    asCountersignError(error),
    requestId,
    deps.runtime,
    inputFaultsOf(error),
  );
  return reply.headers(headers).status(problem.status).serializer(JSON.stringify).send(problem);
}
