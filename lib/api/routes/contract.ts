import type { FastifyInstance } from "fastify";
import { CountersignError } from "@/lib/errors";
import type { ApiDeps } from "../api-deps";
import { isProblemCode, problemPage } from "../problems";

/** What takes no key: the contract, and a page for each problem. */
export function addContractRoutes(app: FastifyInstance, _deps: ApiDeps): void {
  app.route({
    method: "GET",
    url: "/v1/openapi.json",
    config: { access: "none" },
    schema: { hide: true },
    handler: async () => app.swagger(),
  });
  app.route<{ Params: { code: string } }>({
    method: "GET",
    url: "/problems/:code",
    config: { access: "none" },
    schema: { hide: true },
    handler: async ({ params: { code } }, reply) => {
      if (!isProblemCode(code)) throw new CountersignError("not_found", "There is no problem of this name.");
      const { html, headers } = problemPage(code);
      return reply.headers(headers).send(html);
    },
  });
}
