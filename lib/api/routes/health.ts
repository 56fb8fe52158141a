import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CountersignError } from "@/lib/errors";
import { health, pastStatusNames, type Segment } from "@/lib/health";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { findReached } from "../find-connection";
import { noCursor } from "../schemas/cursor";
import { connectionPath, isoTime } from "../schemas/path";

const interval = z
  .object({
    status: z.enum(pastStatusNames),
    from: isoTime,
    to: isoTime.nullable().meta({ description: "Null: it lasts." }),
    code: z.string().nullable(),
    owner: z.enum(["customer", "provider", "us"]).nullable(),
    sentence: z.string().nullable(),
    provider_ref: z.string().nullable(),
  })
  .meta({ id: "HealthInterval" });

const answer = z
  .object({
    intervals: z.array(interval).meta({ description: "Newest first; with `at`, the one that held then." }),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "Health" });

export function addHealthRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const query = z.object({
    at: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "One moment of the past.", example: "2026-03-31T23:59:59Z" }),
    cursor: z.string().max(200).optional(),
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/companies/:company/:provider/health",
    access: "health:read",
    operationId: "getHealth",
    summary: "What a connection was over time, or at one moment",
    schemas: { params: connectionPath, query },
    answers: { 200: answer },
    problems: [404, 409],
    run: async ({ caller, params, query: { at, cursor } }) => {
      const connection = await findReached(caller.key, params);
      if (at !== undefined) {
        const atMs = pastMs(at, deps.runtime.clock.nowMs());
        const segment = await health().healthAt(connection, atMs);
        return { intervals: [intervalJson({ ...segment, open: false })], next_cursor: null };
      }
      const { events, olderId } = await health().readTimeline(connection, cursor);
      if (cursor !== undefined && events[0]?.intervalId !== cursor) throw noCursor();
      return { intervals: events.map(intervalJson), next_cursor: olderId };
    },
  });
}

function pastMs(at: string, nowMs: number): number {
  const atMs = Date.parse(at);
  if (atMs <= nowMs) return atMs;
  throw new CountersignError("invalid_input", "This moment is still to come.", { field: "at" });
}

function intervalJson(segment: Segment & { open: boolean }): z.output<typeof interval> {
  const { status, cause, owner, message, providerRef, fromMs, toMs, open } = segment;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    status,
    from: iso(fromMs),
    to: open ? null : iso(toMs),
    code: cause,
    owner,
    sentence: message,
    provider_ref: providerRef,
  };
}
