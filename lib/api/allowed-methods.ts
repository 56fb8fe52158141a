import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CountersignError } from "@/lib/errors";

/** Tells a path that is not there from one that takes other methods. */
interface AllowedMethods {
  /** @returns `not_found`, or `method_not_allowed` with the header that names the right ones. */
  faultOf(request: FastifyRequest, reply: FastifyReply): CountersignError;
}

/** Remembers the routes of an app, which must be added after this. */
export function allowedMethods(app: FastifyInstance): AllowedMethods {
  const byPath = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ method, url }) => {
    const methods = byPath.get(url) ?? new Set<string>();
    byPath.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  });
  return {
    faultOf: ({ url, method }, reply) => {
      const [path = ""] = url.split("?");
      const taken = [...byPath].find(([pattern]) => expressionOf(pattern).test(path))?.[1];
      if (!taken) return new CountersignError("not_found", "There is nothing at this path.");
      const allow = [...taken].sort().join(", ");
      reply.header("Allow", allow);
      return new CountersignError("method_not_allowed", `This path takes ${allow}, and not ${method}.`);
    },
  };
}

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`);
}
