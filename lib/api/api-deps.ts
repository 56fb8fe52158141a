import type { KeyVerifier } from "@/lib/people";
import type { Runtime } from "@/lib/runtime";
import type { TokenService } from "@/lib/token";
import type { RateLimits } from "./rate-limits";

/** What every route of the API works with; rooms are asked through their contracts. */
export interface ApiDeps {
  runtime: Runtime;
  keys: KeyVerifier;
  limits: RateLimits;
  tokens: TokenService;
  /** Aborted when the process ends: whoever waits is answered. */
  stopping: AbortSignal;
}
