import { AsyncLocalStorage } from "node:async_hooks";

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

/** The context of the request being served; in-process work has a constant one. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? inProcess;
}
