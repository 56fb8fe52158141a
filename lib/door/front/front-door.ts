import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Env } from "@/lib/env";
import { hasOwnDoor } from "../own-door";
import { requestContextOf } from "../request-context";
import { completeHeaders } from "./answer-headers";
import { faultAnswer, type RequestFault } from "./fault-answer";
import { numberAnswer } from "./page-status";
import { PATH_HEADER } from "./path-header";
import { PEER_HEADER } from "./peer-address";
import { MAX_BODY_BYTES, METHODS, requestFault, tooLarge } from "./request-fault";
import { hasSecret } from "./secret-path";
import { SignInCrowd } from "./sign-in-crowd";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

type DoorEnv = Pick<Env, "auth" | "development" | "trustedProxyHops">;

/**
 * Stands before everything that this process serves by HTTP, static files and the framework's own answers included:
 * refuses what nobody behind it can read, limits bodies while they arrive, and completes the headers of answers.
 * `next start` makes the server and shows it to nobody, but Node announces each request just before it is handed out.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export function openFrontDoor(env: DoorEnv): void {
  const complete = completeHeaders(env);
  const guarded = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Exchange;
    if (hasOwnDoor(server)) return;
    complete(response);
    // Headers of ours that the sender put there are not believed. Next shows its handlers no socket.
    delete request.headers[PATH_HEADER];
    numberAnswer(request, response);
    request.headers[PEER_HEADER] = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "unknown";
    // HTTP/1.0 may leave it out, and Next makes addresses of it.
    request.headers.host ??= new URL(env.auth.url).host;
    // Next would compare Origin with Host, which proxies rewrite, and fail without a word. The doors of actions and
    // routes compare it with NEXTAUTH_URL, and say so.
    nameOwnOrigin(request, env);
    const { origin } = request.headers;
    if (origin && URL.canParse(origin)) request.headers["x-forwarded-host"] = new URL(origin).host;
    if (guarded.has(server)) return;
    guarded.add(server);
    stand(server, env);
  });
}

/**
 * A page that tells no other its address sends its own form with "null" for an origin. That it came from here, the
 * browser says in a header that no page can set.
 *
 * @see https://fetch.spec.whatwg.org/#append-a-request-origin-header
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
function nameOwnOrigin({ headers, url = "" }: IncomingMessage, { auth }: DoorEnv): void {
  if (headers.origin !== "null" || headers["sec-fetch-site"] !== "same-origin" || !hasSecret(url)) return;
  headers.origin = auth.url;
}

function stand(server: Server, env: DoorEnv): void {
  const crowd = new SignInCrowd();
  const behind = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const fault = requestFault(request);
    if (fault) return void refuse(request, response, fault, env);
    const { ipAddress } = requestContextOf(headersOf(request), env.trustedProxyHops);
    const leave = crowd.enter(request, ipAddress);
    if (!leave) return void refuse(request, response, tooManySignIns, env);
    response.once("close", leave);
    limitBody(request, () => refuse(request, response, tooLarge, env));
    for (const listener of behind) listener.call(server, request, response);
  });
  // Without a listener Node answers an upgrade like any request. Next leaves such a socket open for ever; only its
  // development server has a use for one.
  if (!env.development) server.removeAllListeners("upgrade");
}

/** Counts what the parser hands on, whoever reads it and whether it was announced or comes in chunks. */
function limitBody(request: IncomingMessage, onTooMuch: () => void): void {
  const push = request.push;
  let received = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    const before = received;
    received += chunk?.length ?? 0;
    if (received <= MAX_BODY_BYTES) return push.call(request, chunk, encoding);
    if (before <= MAX_BODY_BYTES) onTooMuch();
    return false;
  };
}

const headersOf = ({ headers }: IncomingMessage) => ({
  get: (name: string) => String(headers[name] ?? "") || null,
});

const tooManySignIns: RequestFault = {
  status: 429,
  message: "Too many are signing in from here at this moment. Try again in a few seconds.",
  retryAfterSeconds: 2,
};

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  fault: RequestFault,
  { trustedProxyHops }: DoorEnv,
): Promise<void> {
  const { method = "" } = request;
  const answer = faultAnswer(fault, { method, header: headersOf(request).get }, trustedProxyHops);
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.headersSent) return void request.socket.destroy();
  // What is left of a body that nobody wants is not waited for.
  response.writeHead(fault.status, {
    ...Object.fromEntries(answer.headers),
    ...(fault.status === 405 && { Allow: METHODS.join(", ") }),
    "Content-Length": body.length,
    Connection: "close",
  });
  // A reader of the body behind the door is let go: Node emits no end to it once the answer is sent.
  response.once("close", () => request.destroy());
  response.end(method === "HEAD" ? undefined : body);
}
