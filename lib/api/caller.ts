import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { ApiKeyActor } from "@/lib/actor";
import { refuseKey } from "@/lib/door/refusal";
import { requestContextOf } from "@/lib/door/request-context";
import { CountersignError, isCode } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import type { ApiKey, Scope } from "@/lib/people";
import { type RequestContext, requestContext } from "@/lib/request-context";
import type { ApiDeps } from "./api-deps";
import type { Allowance } from "./rate-limits";

/** Who calls, once their key was found good. */
export interface Caller {
  key: ApiKey;
  actor: ApiKeyActor;
  allowance: Allowance;
  /** Asked again while a long answer goes on. @throws {CountersignError} `invalid_token`: the key was ended meanwhile. */
  stillGood: () => Promise<void>;
}

/** What a route asks of a key: one of its scopes, or no more than that it is good. */
export type Access = Scope | "any key";

const BEARER = /^Bearer +(\S{1,200})$/i;
const MAX_USER = 200;
const PEER = "x-countersign-peer";

/** The context of a request to the API: its id is a UUID, as `instance` of a problem must be. */
export function contextOf(request: IncomingMessage, trustedProxyHops: number): RequestContext {
  const { headers, socket } = request;
  const get = (name: string) => {
    if (name === PEER) return socket.remoteAddress ?? null;
    const value = headers[name];
    return (Array.isArray(value) ? value.join(",") : value) ?? null;
  };
  return requestContextOf({ get }, trustedProxyHops, randomUUID());
}

/**
 * Finds out who calls: key → limit → scope. It answers at once where the key is in memory.
 *
 * @throws {CountersignError} `invalid_token`, `rate_limited` or `insufficient_scope`.
 */
export function admitKey(
  deps: ApiDeps,
  { headers, method, path }: { headers: IncomingHttpHeaders; method: string; path: string },
  access: Access,
): Caller | Promise<Caller> {
  const presented = BEARER.exec(headers.authorization ?? "")?.[1];
  const address = requestContext().ipAddress;
  const admit = (key: ApiKey): Caller => {
    const onBehalfOf = userOf(headers) ?? key.name;
    const actor = { kind: "apiKey", id: key.id, onBehalfOf } as const;
    const allowance = deps.limits.take(key);
    if (access !== "any key" && !key.scopes.has(access)) {
      const message = `This key does not include ${access}.`;
      const nextStep = "An admin can make one that does, on the settings page.";
      const error = new CountersignError("insufficient_scope", message, { nextStep });
      return refuseKey(deps.runtime, { by: actor, method, path }, error);
    }
    return {
      key,
      actor,
      allowance,
      stillGood: async () => void (await deps.keys.verify(presented, address)),
    };
  };
  const refused = (error: unknown): never => {
    if (isCode(error, "invalid_token")) return refuseKey(deps.runtime, { method, path }, error);
    throw error;
  };
  try {
    const key = deps.keys.verify(presented, address);
    return key instanceof Promise ? key.catch(refused).then(admit) : admit(key);
  } catch (error) {
    return refused(error);
  }
}

/** On whose behalf the product asks, as it says. */
function userOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers["x-countersign-user"];
  if (typeof given !== "string" || given === "") return undefined;
  // Node reads a header as Latin-1; a name in UTF-8 is what its sender means.
  const text = Buffer.from(given, "latin1").toString("utf8");
  return foreignText(text.includes("\ufffd") ? given : text, MAX_USER).trim() || undefined;
}
