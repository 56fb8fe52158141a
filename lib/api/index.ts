export { RateLimits } from "./rate-limits";
export { serveApi } from "./server";
