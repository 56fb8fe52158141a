/** Set by proxy.ts on every request: Next does not tell pages and actions which address they serve. */
export const PATH_HEADER = "x-countersign-path";
