import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SimulatorControl } from "./control";
import { serveControl } from "./control-api";
import { serveProvider } from "./exchange";
import { type Answer, type Call, json } from "./http";
import { findRoute } from "./routes";
import type { Simulation } from "./simulation";

const MAX_BODY_BYTES = 1_000_000;

/** Listens on the loopback interface only; port 0 takes a free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no port"));
      else resolve(address.port);
    });
  });
}

export function simulatorServer(
  sim: () => Simulation,
  control: () => SimulatorControl,
  closing: AbortSignal,
): Server {
  const server = createServer((request, response) => {
    serve(sim(), control(), request, response, closing).catch((error: unknown) => {
      // A client that left, or our own shutdown, ends a wait this way; neither wants an answer.
      if (closing.aborted || response.destroyed || response.headersSent) response.destroy();
      else send(response, json(500, { error: error instanceof Error ? error.message : String(error) }));
    });
  });
  // Clients keep sockets for reuse; ours must not close one just as it is picked up again.
  server.keepAliveTimeout = 65_000;
  return server;
}

async function serve(
  sim: Simulation,
  control: SimulatorControl,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const call = await readCall(request);
  if (call.path.startsWith("/control")) {
    send(response, serveControl(sim, control, call));
    return;
  }
  const route = findRoute(call);
  if (route) await serveProvider(sim, route, call, request, response, closing);
  else send(response, json(404, { error: `The simulator serves nothing at ${call.path}` }));
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error("The request body is over a megabyte");
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? "/", "http://localhost");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
    overlapsRefresh: false,
    inFlightForTenant: 1,
  };
}
