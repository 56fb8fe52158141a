export type { ApiDeps } from "./api-deps";
export { RateLimits } from "./rate-limits";
export { type ApiServer, serveApi } from "./server";
