import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const KEY = "cs_test_000000000000_secret";

/** What a request was, as the server saw it. */
interface Seen {
  method: string;
  path: string;
  tag: string | undefined;
  json: Record<string, unknown> | undefined;
}

/** An answer that comes before the server's own. */
type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  | "reset"
  | { delayMs: number };

/** A stand-in for the HTTP API of one company, over real HTTP: it vends, confirms and refreshes as docs/api.md says. */
export interface ApiServer {
  readonly url: string;
  readonly key: string;
  readonly seen: Seen[];
  /** Met by the next requests, one each. */
  readonly faults: Fault[];
  readonly token: { generation: number; livesSeconds: number; refreshWindowSeconds: number };
  connected: boolean;
  close(): Promise<void>;
}

export async function startApiServer(): Promise<ApiServer> {
  const state = { seen: [] as Seen[], faults: [] as Fault[], connected: true };
  const token = { generation: 1, livesSeconds: 3_600, refreshWindowSeconds: 600 };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const json = await bodyOf(request);
    const { method = "", url: path = "", headers } = request;
    state.seen.push({ method, path, tag: headers["if-none-match"], json });
    const fault = state.faults.shift();
    if (fault === "reset") return void request.socket.destroy();
    if (fault && "status" in fault)
      return void response.writeHead(fault.status, fault.headers).end(fault.body);
    if (fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (headers.authorization !== `Bearer ${KEY}`) return problem(response, 401, "invalid_token");
    if (path.startsWith("/v1/connections")) return answer(response, { connections: [], next_cursor: null });
    if (!path.endsWith("/token"))
      return answer(response, { status: "working", generation: token.generation });
    if (!state.connected) return problem(response, 409, "no_connection");
    if (json?.rejected_generation === token.generation) token.generation++;
    if (headers["if-none-match"] === `"g${token.generation}"`) return void response.writeHead(304).end();
    answer(response, tokenJson(token));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    key: KEY,
    token,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function tokenJson({ generation, livesSeconds, refreshWindowSeconds }: ApiServer["token"]) {
  const endMs = Date.now() + livesSeconds * 1_000;
  return {
    access_token: `secret-value-${generation}`,
    token_type: "Bearer",
    expires_in: livesSeconds,
    scope: "com.intuit.quickbooks.accounting",
    expires_at: new Date(endMs).toISOString(),
    refresh_after: new Date(endMs - refreshWindowSeconds * 1_000).toISOString(),
    generation,
    provider: "qbo",
    environment: "sandbox",
    tenant_id: "9341453908745123",
    api_base_url: "https://sandbox-quickbooks.api.intuit.com",
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  let text = "";
  for await (const part of request) text += part;
  return text === "" ? undefined : JSON.parse(text);
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string): void {
  const headers = { "Content-Type": "application/problem+json" };
  response.writeHead(status, headers).end(problemJson(status, code));
}

/** A failure as RFC 9457 has it. */
export function problemJson(status: number, code: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    type: `https://countersign.example.com/problems/${code}`,
    title: code,
    status,
    detail: `It failed as ${code}.`,
    instance: "urn:uuid:0123456789",
    code,
    owner: "us",
    retryable: status === 429 || status >= 500,
    ...more,
  });
}
