import { AsyncLocalStorage } from "node:async_hooks";
import { randomInt } from "node:crypto";

/** Where a call came from, as the audit log keeps it. */
export interface RequestContext {
  /** Shown to the user beside an error, and searchable in the audit log. */
  requestId: string;
  ipAddress: string;
  userAgent: string;
}

/** One per process, though the framework may load this module more than once. */
const slot = globalThis as { [key: symbol]: AsyncLocalStorage<RequestContext> | undefined };
const SLOT = Symbol.for("countersign.requestContext");
slot[SLOT] ??= new AsyncLocalStorage<RequestContext>();
const storage = slot[SLOT];

const inProcess: RequestContext = { requestId: "", ipAddress: "in-process", userAgent: "countersign" };

/** Runs a door's work so that every audit row written below it carries this context. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/**
 * Gives work that no request asked for an id of its own: a job's run, a command, a call from within the process. So the
 * rows it leaves are found together, as a request's are.
 */
export function withOwnRequestId<T>(work: () => T): T {
  const context = requestContext();
  return context.requestId === "" ? storage.run({ ...context, requestId: newRequestId() }, work) : work();
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
