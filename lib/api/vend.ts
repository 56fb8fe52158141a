import type { IncomingMessage, ServerResponse } from "node:http";
import { CountersignError } from "@/lib/errors";
import { type RequestContext, withRequestContext } from "@/lib/request-context";
import type { AskedToken, HandedToken, VendedToken } from "@/lib/token";
import type { ApiDeps } from "./api-deps";
import { admitKey, type Caller, contextOf } from "./caller";
import { waitSecondsOf } from "./prefer";
import { problemAnswer } from "./problems";
import { inputFaultsOf } from "./problems/request-fault";
import { limitHeaderList } from "./rate-limits";
import { environmentOf, requireReach, tellingCompany } from "./reach";
import { readBody } from "./read-body";
import { tokenRequestSchema } from "./schemas/token";

/** The path of a vend, as it is before it is decoded. */
const VEND_PATH = /^\/v1\/companies\/([^/?#]+)\/([^/?#]+)\/token(?:\?|$)/;
/** What the audit rows say was asked: the company and the provider have columns of their own. */
const ROUTE = "/v1/companies/{company}/{provider}/token";
const VIA = { GET: ["GET", ROUTE], HEAD: ["HEAD", ROUTE], POST: ["POST", ROUTE] } as const;
const METHODS = "GET, HEAD, POST";

interface VendPath {
  company: string;
  provider: string;
}

/** @returns Undefined when the request is for something else. */
export function vendPathOf(url: string): VendPath | undefined {
  const found = VEND_PATH.exec(url);
  return found ? { company: found[1] ?? "", provider: found[2] ?? "" } : undefined;
}

/**
 * Answers a vend, in front of the framework: key → limit → scope → reach → token. A warm one is answered in the same turn
 * of the event loop.
 */
export function answerVend(
  deps: ApiDeps,
  path: VendPath,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const context = contextOf(request, deps.runtime.env.trustedProxyHops);
  const fail = (error: unknown, companyId?: string) =>
    void answerFailure(deps, context, response, error, companyId);
  withRequestContext(context, () => {
    try {
      const knock = { headers: request.headers, method: request.method ?? "", path: request.url ?? "" };
      const caller = admitKey(deps, knock, "tokens:vend");
      if (caller instanceof Promise) {
        caller
          .then((found) => serve(deps, { context, caller: found, path, request, response }, fail))
          .catch(fail);
      } else serve(deps, { context, caller, path, request, response }, fail);
    } catch (error) {
      fail(error);
    }
  });
}

interface Vend {
  context: RequestContext;
  caller: Caller;
  path: VendPath;
  request: IncomingMessage;
  response: ServerResponse;
}

type Fail = (error: unknown, companyId?: string) => void;

function serve(deps: ApiDeps, vend: Vend, fail: Fail): void {
  const { context, caller, path, request, response } = vend;
  const { method = "" } = request;
  if (!Object.hasOwn(VIA, method)) {
    response.setHeader("Allow", METHODS);
    throw new CountersignError("method_not_allowed", `This path takes ${METHODS}, and not ${method}.`);
  }
  const companyId = decoded(path.company, "company");
  const provider = requireReach(caller.key, companyId, decoded(path.provider, "provider"));
  // This request's own context, in which all of this runs: entering another one would cost as much as the vend.
  context.actor = caller.actor;
  const answer = (given: Omit<AskedToken, "companyId" | "connectionType" | "via" | "environment">) => {
    const vended = deps.tokens.vendToken({
      ...given,
      companyId,
      connectionType: provider,
      environment: environmentOf(caller.key, provider),
      via: VIA[method as keyof typeof VIA],
    });
    if (vended instanceof Promise) {
      return vended.then((token) => write(deps, vend, token, provider));
    }
    return write(deps, vend, vended, provider);
  };
  const failAbout = (error: unknown) => fail(error, companyId);
  try {
    const patience = patienceOf(request);
    if (method === "POST" && hasBody(request)) {
      readBody(request)
        .then((text) => withRequestContext(context, () => answer({ ...bodyOf(text), ...patience })))
        .catch(failAbout);
      return;
    }
    const done = answer({ ...generationOf(request), ...patience });
    if (done instanceof Promise) done.catch(failAbout);
  } catch (error) {
    failAbout(error);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const MAX_SEGMENT = 200;

/** A segment of the path as it was meant. */
function decoded(segment: string, field: keyof VendPath): string {
  try {
    const text = segment.includes("%") ? decodeURIComponent(segment) : segment;
    if (text.length <= MAX_SEGMENT && !/\p{Cc}/u.test(text)) return text;
  } catch (cause) {
    const message = "The path holds a percent sign that encodes nothing.";
    throw new CountersignError("invalid_input", message, { field, cause });
  }
  const what = field === "company" ? "A company's id" : "A provider's name";
  const message = `${what} has at most ${MAX_SEGMENT} characters, and no control character.`;
  throw new CountersignError("invalid_input", message, { field });
}

function bodyOf(text: string): Pick<AskedToken, "minTtlMs" | "rejectedGeneration"> {
  let given: unknown;
  try {
    given = text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw new CountersignError("invalid_input", "The body is not JSON.", { cause });
  }
  const parsed = tokenRequestSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join("/") ?? "";
    throw new CountersignError("invalid_input", issue?.message ?? "The body is not understood.", { field });
  }
  const { min_ttl_seconds: ttl, rejected_generation: rejectedGeneration } = parsed.data;
  return {
    ...(ttl !== undefined && { minTtlMs: ttl * 1_000 }),
    ...(rejectedGeneration !== undefined && { rejectedGeneration }),
  };
}

const GENERATION_TAG = /"g(\d{1,15})"/g;

/** @see RFC 9110 §13.1.2 */
function generationOf({ headers }: IncomingMessage): Pick<AskedToken, "ifGeneration"> {
  const tags = headers["if-none-match"];
  if (tags === undefined) return {};
  const generations = [...tags.matchAll(GENERATION_TAG)].map(([, generation]) => Number(generation));
  return generations.length === 0 ? {} : { ifGeneration: Math.max(...generations) };
}

const MAX_WAIT_SECONDS = 60;

function patienceOf({ headers }: IncomingMessage): Pick<AskedToken, "patienceMs"> {
  const seconds = waitSecondsOf(headers.prefer?.toString(), MAX_WAIT_SECONDS);
  return seconds === undefined ? {} : { patienceMs: seconds * 1_000 };
}

function write(
  { runtime }: ApiDeps,
  { context, caller, request, response }: Vend,
  vended: VendedToken,
  provider: string,
): void {
  // Names and values in turn, which the server takes as they are: a warm vend is little more than its own writing.
  const headers = [
    "Cache-Control",
    "no-store",
    "Pragma",
    "no-cache",
    "Vary",
    "Authorization",
    "X-Content-Type-Options",
    "nosniff",
    "ETag",
    `"g${vended.generation}"`,
    "Countersign-Request-Id",
    context.requestId,
    ...limitHeaderList(caller.allowance),
  ];
  if (vended.confirmed) {
    response.writeHead(304, headers).end();
    return;
  }
  // As text, so that it leaves in one piece with its headers.
  const body = tokenText(vended, provider, runtime.clock.nowMs());
  headers.push("Content-Type", "application/json", "Content-Length", String(Buffer.byteLength(body)));
  response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
}

/** What of an answer stays the same while its token does: before and after the seconds that are left. */
const texts = new WeakMap<HandedToken, readonly [before: string, after: string]>();

/** @see RFC 6749 §5.1 */
function tokenText(token: HandedToken, provider: string, nowMs: number): string {
  const secondsLeft = Math.max(0, Math.floor((token.expiresAtMs - nowMs) / 1_000));
  const [before, after] = texts.get(token) ?? keptText(token, provider);
  return before + secondsLeft + after;
}

function keptText(token: HandedToken, provider: string): readonly [string, string] {
  const before = JSON.stringify({ access_token: token.accessToken, token_type: "Bearer" });
  const after = JSON.stringify({
    scope: token.scope,
    expires_at: new Date(token.expiresAtMs).toISOString(),
    refresh_after: new Date(token.refreshAfterMs).toISOString(),
    generation: token.generation,
    provider,
    environment: token.environment,
    tenant_id: token.tenantId,
    api_base_url: token.apiBaseUrl,
  });
  const text = [`${before.slice(0, -1)},"expires_in":`, `,${after.slice(1)}`] as const;
  texts.set(token, text);
  return text;
}

async function answerFailure(
  { runtime }: ApiDeps,
  context: RequestContext,
  response: ServerResponse,
  error: unknown,
  companyId: string | undefined,
): Promise<void> {
  const told =
    companyId === undefined
      ? error
      : await tellingCompany(companyId, error).catch((failure: unknown) => failure);
  const { problem, headers } = problemAnswer(told, context.requestId, runtime, inputFaultsOf(told));
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(problem));
  response.writeHead(problem.status, {
    ...headers,
    "Content-Length": body.length,
    "Cache-Control": "no-store",
    Vary: "Authorization",
    "X-Content-Type-Options": "nosniff",
    "Countersign-Request-Id": context.requestId,
  });
  response.end(body);
}
