import { AsyncLocalStorage } from "node:async_hooks";
import { randomInt } from "node:crypto";
import type { Actor } from "./actor";
import { oncePerProcess } from "./process";

/** Who acts and from where, as the audit log keeps it. */
export interface RequestContext {
  /** Shown to the user beside an error, and searchable in the audit log. */
  requestId: string;
  ipAddress: string;
  userAgent: string;
  /** Absent until a door, a job or a command knows who acts. */
  actor?: Actor;
}

const storage = oncePerProcess("requestContext", () => new AsyncLocalStorage<RequestContext>());

const inProcess: RequestContext = { requestId: "", ipAddress: "in-process", userAgent: "countersign" };

/** Runs a door's work so that every audit row written below it carries this context. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/**
 * Runs work so that the audit rows written below it name this actor. Work that no request asked for (a job's run, a
 * command, a call from within the process) gets a request id of its own, so that its rows are found together.
 */
export function actAs<T>(actor: Actor, work: () => T): T {
  const context = requestContext();
  return storage.run({ ...context, requestId: context.requestId || newRequestId(), actor }, work);
}

/** Crockford's base32: nothing in it is misread over the telephone. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const REQUEST_ID_LENGTH = 10;

export function newRequestId(): string {
  return Array.from({ length: REQUEST_ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** The context of the request being served; in-process work has a constant one. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? inProcess;
}

/** @throws {Error} Nobody is named: a change that the audit log could attribute to nobody must not happen. */
export function currentActor(): Actor {
  const { actor } = requestContext();
  if (actor) return actor;
  throw new Error("No actor is named here. A door, a job or a command names one with actAs.");
}

/** The actor that an id stands for: the current one, where it is theirs, else a caller that gave nothing but the id. */
export function callerOf(id: string): Actor {
  const { actor } = requestContext();
  return actor?.id === id ? actor : { kind: "caller", id };
}
