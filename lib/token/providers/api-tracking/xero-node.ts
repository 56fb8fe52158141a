import type { XeroClient } from "xero-node";
import type { ApiCall, ApiCalls } from "./api-calls";

/** The part of an axios request that the SDK's generated methods fill in. */
interface Request {
  method: string;
  url: string;
  validateStatus?: (status: number) => boolean;
}

/** What every generated API class has: `applyToRequest` sees each request just before it is sent. */
interface GeneratedApi {
  authentications: { default: { applyToRequest(request: Request): unknown } };
}

type Method = (...args: unknown[]) => unknown;

/** The client's own requests, beside its APIs. Private in the declarations. */
interface OwnRequests {
  queryApi(method: string, url: string): Promise<unknown>;
  tokenRequest(clientId: string, clientSecret: string, body: unknown): Promise<unknown>;
}

const TOKEN_URL = "https://identity.xero.com/connect/token";

/** Records every call of one client, in place: those of all its APIs and those it makes by itself. */
export function trackXeroClient(client: XeroClient, calls: ApiCalls): void {
  for (const [name, value] of Object.entries(client)) {
    if (isGeneratedApi(value)) Object.assign(client, { [name]: tracked(value, calls) });
  }
  const own = client as unknown as OwnRequests;
  const { queryApi, tokenRequest } = own;
  own.queryApi = async (method, url) => {
    await calls.ready();
    const call = calls.begin(method, url);
    return recorded(call, queryApi.call(client, method, url));
  };
  own.tokenRequest = async (...args) => {
    const call = calls.begin("POST", TOKEN_URL);
    return recorded(call, tokenRequest.apply(client, args));
  };
}

function isGeneratedApi(value: unknown): value is GeneratedApi {
  return typeof value === "object" && value !== null && "authentications" in value;
}

/** Its methods call axios itself, so a call is seen where it is made ready and where its method ends. */
function tracked<Api extends GeneratedApi>(api: Api, calls: ApiCalls): Api {
  const methods = Object.getPrototypeOf(api) as object;
  return new Proxy(api, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      const isCall = typeof value === "function" && Object.hasOwn(methods, name) && !CONFIGURE.has(name);
      return isCall ? (...args: unknown[]) => runTracked(target, value as Method, args, calls) : value;
    },
  });
}

const CONFIGURE = new Set<string | symbol>(["constructor", "setDefaultAuthentication", "setApiKey"]);

/** Runs a method on a stand-in for its object that differs in one thing: requests made ready are reported here. */
async function runTracked(api: GeneratedApi, method: Method, args: unknown[], calls: ApiCalls) {
  let call: ApiCall | undefined;
  let status: number | undefined;
  const applyToRequest = async (request: Request) => {
    await api.authentications.default.applyToRequest(request);
    call = calls.begin(request.method, request.url);
    request.validateStatus = (answered) => {
      status = answered;
      return answered >= 200 && answered < 300;
    };
  };
  const authentications = { ...api.authentications, default: { applyToRequest } };
  const standIn: unknown = Object.create(api, { authentications: { value: authentications } });
  await calls.ready();
  try {
    const result = await method.apply(standIn, args);
    end(call, result, status);
    return result;
  } catch (failure) {
    end(call, failure, status);
    throw failure;
  }
}

async function recorded<Result>(call: ApiCall, answer: Promise<Result>): Promise<Result> {
  try {
    const result = await answer;
    end(call, result);
    return result;
  } catch (failure) {
    end(call, failure);
    throw failure;
  }
}

/** @param status What axios saw, for an answer that the SDK received and could not read. */
function end(call: ApiCall | undefined, settled: unknown, status?: number): void {
  const { response, body, ...error } = settledParts(settled);
  const answered = response?.status || response?.statusCode || status;
  if (answered) call?.answered(answered, response?.headers ?? {});
  else call?.unanswered(typeof body === "string" ? body : error);
}

interface SettledParts {
  response?: { status?: number; statusCode?: number; headers?: Record<string, unknown> };
  body?: unknown;
  code?: unknown;
  message?: unknown;
}

/** A result, an axios error, or the JSON string the generated methods reject with. */
function settledParts(settled: unknown): SettledParts {
  const parts: unknown = typeof settled === "string" ? parsed(settled) : settled;
  if (typeof parts !== "object" || parts === null) return { message: settled };
  const { response, body, code, message } = parts as SettledParts;
  return { response, body, code, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
