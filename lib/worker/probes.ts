import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { refuseWithoutToken } from "@/lib/door/refusal";
import { CountersignError } from "@/lib/errors";
import { health } from "@/lib/health";
import { metrics } from "@/lib/metrics";
import type { Runtime } from "@/lib/runtime";

interface Answer {
  status: number;
  type: string;
  body: string;
}

/**
 * Serves `/livez`, `/readyz` and `/metrics` of a process that has no web server, as the web process serves them below
 * `/api`. Nothing else is there, and no request's body is read.
 *
 * @param address Of the listener: `127.0.0.1:9464`.
 * @throws {CountersignError} `misconfigured`: nothing can listen there.
 */
export async function serveProbes(
  runtime: Runtime,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000 }, async (request, response) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const path = (request.url ?? "").split("?")[0] ?? "";
    const { status, type, body } = isRead
      ? await answerTo(runtime, path, request.headers.authorization ?? null)
      : text(405, "Method not allowed");
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", connection: "close" });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    const message =
      code === "EADDRINUSE"
        ? `Port ${port} of METRICS_ADDRESS is taken by another program. Choose another one, or end that program.`
        : `METRICS_ADDRESS can't be listened on (${code}). Choose another port or address.`;
    throw new CountersignError("misconfigured", message, { field: "METRICS_ADDRESS", cause });
  }
  if (runtime.env.metricsToken === undefined) {
    runtime.log.warn({}, "METRICS_ADDRESS serves no /metrics, because METRICS_TOKEN is not set");
  }
  return server;
}

const text = (status: number, body: string): Answer => ({ status, type: "text/plain; charset=utf-8", body });

async function answerTo(runtime: Runtime, path: string, authorization: string | null): Promise<Answer> {
  if (path === "/livez") return text(200, "ok");
  if (path === "/readyz") {
    const answer = await health().readiness();
    const status = answer.status === "ready" ? 200 : 503;
    return { status, type: "application/json", body: JSON.stringify(answer) };
  }
  const { metricsToken } = runtime.env;
  if (path !== "/metrics" || metricsToken === undefined) return text(404, "Not found");
  try {
    await refuseWithoutToken(runtime, authorization, metricsToken, { method: "GET", path });
    return { status: 200, type: metrics().contentType, body: await metrics().metrics() };
  } catch (error) {
    if (error instanceof CountersignError) return text(error.httpStatus, error.message);
    runtime.log.error({ error: error instanceof Error ? error.message : "unknown" }, "A scrape failed");
    return text(500, "The metrics could not be read.");
  }
}
