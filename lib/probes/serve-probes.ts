import { createServer, type Server } from "node:http";
import type { Runtime } from "@/lib/runtime";
import { listenAt } from "./listen-at";
import { probeAnswer, text } from "./probe-answer";

/**
 * Serves `/livez`, `/readyz` and `/metrics` of a process that has no web server, as the web process serves them below
 * `/api`. Nothing else is there, and no request's body is read.
 *
 * @param address Of the listener: `127.0.0.1:9464`.
 * @throws {CountersignError} `misconfigured`: nothing can listen there.
 */
export async function serveProbes(
  runtime: Runtime,
  address: { host: string; port: number },
): Promise<Server> {
  const server = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000 }, async (request, response) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const path = (request.url ?? "").split("?")[0] ?? "";
    const { status, type, body } = isRead
      ? await probeAnswer(runtime, path, request.headers.authorization ?? null)
      : text(405, "Method not allowed");
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", connection: "close" });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await listenAt(server, address, "METRICS_ADDRESS");
  if (runtime.env.metricsToken === undefined) {
    runtime.log.warn({}, "METRICS_ADDRESS serves no /metrics, because METRICS_TOKEN is not set");
  }
  return server;
}
