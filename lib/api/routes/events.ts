import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { type EventJson, eventSchema, events } from "@/lib/events";
import type { ApiKey } from "@/lib/people";
import { providerNames } from "@/lib/token";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { waitSecondsOf } from "../prefer";
import { providersOf } from "../reach";

const MAX_WAIT_SECONDS = 30;

const feed = z
  .object({
    events: z.array(eventSchema).meta({ description: "Oldest first." }),
    after: z.int().meta({ description: "Where the next request goes on." }),
  })
  .meta({ id: "EventFeed" });

export function addEventRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/events",
    access: "events:read",
    operationId: "listEvents",
    summary: "What happened, oldest first: thirty days of it",
    description:
      "The same events as endpoints get, so that a lost message does no harm. With Prefer: wait=30 the answer waits until there is one.",
    schemas: {
      query: z.object({
        after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      headers: z.object({ prefer: z.string().optional() }),
    },
    answers: { 200: feed },
    run: async ({ caller: { key, stillGood }, query: { after, limit }, headers, signal }) => {
      const request = { limit, ...reachOf(key) };
      const giveUpAtMs = performance.now() + (waitSecondsOf(headers.prefer, MAX_WAIT_SECONDS) ?? 0) * 1_000;
      let page = await events().listEvents({ ...request, after });
      while (page.events.length === 0) {
        const leftMs = giveUpAtMs - performance.now();
        const stop = AbortSignal.any([signal, deps.stopping]);
        if (leftMs <= 0 || !(await events().waitForEvents(page.until, leftMs, stop))) break;
        await stillGood();
        page = await events().listEvents({ ...request, after: page.until });
      }
      return { events: page.events satisfies EventJson[], after: page.until };
    },
  });
}

function reachOf(key: ApiKey) {
  const everyProvider = providerNames.every((name) => key.providers.has(name));
  const [first] = providersOf(key);
  return {
    companyIds: key.companyIds && [...key.companyIds],
    providers: everyProvider ? null : [...key.providers],
    ...(first && { environments: providersOf(key) }),
  };
}
