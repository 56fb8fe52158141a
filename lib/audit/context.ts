import { AsyncLocalStorage } from "node:async_hooks";

/** Where a call came from, as the audit log keeps it. */
export interface RequestContext {
  /** Shown to the user beside an error, and searchable in the audit log. */
  requestId: string;
  ipAddress: string;
  userAgent: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

const inProcess: RequestContext = { requestId: "", ipAddress: "in-process", userAgent: "countersign" };

/** Runs a door's work so that every audit row written below it carries this context. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request being served; in-process work has a constant one. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? inProcess;
}
