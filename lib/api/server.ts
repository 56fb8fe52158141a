import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { judgesItself } from "@/lib/door/own-door";
import { CountersignError } from "@/lib/errors";
import { listenAt, PROBE_PATHS, probeAnswer } from "@/lib/probes";
import type { ApiDeps } from "./api-deps";
import { buildControl } from "./control";
import { problemAnswer } from "./problems";
import { answerVend, vendPathOf } from "./vend";

const MAX_HEADER_BYTES = 16_384;
/** For a request to arrive whole; an answer may take as long as its caller waits. */
const ARRIVAL_MS = 30_000;

/** A listening API. */
export interface ApiServer {
  readonly port: number;
  /** Takes no new connections; resolves when the answers under way have gone out. */
  stop(): Promise<void>;
}

/**
 * Listens for the API's requests.
 *
 * @throws {CountersignError} `misconfigured`: nothing can listen there.
 */
export async function serveApi(deps: ApiDeps, address: { host: string; port: number }): Promise<ApiServer> {
  const control = await buildControl(deps);
  const options = { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: ARRIVAL_MS, headersTimeout: ARRIVAL_MS };
  const server = createServer(options, (request, response) => {
    const { url = "/" } = request;
    const vend = vendPathOf(url);
    if (vend) return answerVend(deps, vend, request, response);
    const [path = ""] = url.split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && PROBE_PATHS.has(path)) return void answerProbe(deps, path, request, response);
    control.routing(request, response);
  });
  judgesItself(server);
  server.on("clientError", (error, socket) => refuseUnreadable(deps, error, socket));
  await listenAt(server, address, "API_ADDRESS");
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound ? bound.port : address.port,
    stop: async () => {
      await closed(server);
      await control.close();
    },
  };
}

async function answerProbe(
  { runtime }: ApiDeps,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, type, body } = await probeAnswer(runtime, path, request.headers.authorization ?? null);
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** What the parser refuses reaches no route, and is answered on the bare connection. */
function refuseUnreadable({ runtime }: ApiDeps, cause: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || cause.code === "ECONNRESET") return void socket.destroy();
  const { status, message } = UNREADABLE[cause.code ?? ""] ?? GARBLED;
  const error = new CountersignError("invalid_input", message, { cause });
  const { problem, headers } = problemAnswer(error, randomUUID(), runtime);
  const body = JSON.stringify({ ...problem, status });
  const lines = Object.entries({
    ...headers,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Length": Buffer.byteLength(body),
    Connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}

const GARBLED = { status: 400, message: "The request is not HTTP that can be read." };
const UNREADABLE: Readonly<Record<string, typeof GARBLED>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: `The headers have more than ${MAX_HEADER_BYTES} bytes.` },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: "The request did not arrive whole in time." },
};

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
