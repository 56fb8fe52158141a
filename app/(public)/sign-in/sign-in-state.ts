import type { ActionResult } from "@/lib/door";

export interface SignInState {
  result: ActionResult<never>;
  /** As typed. */
  email: string;
}
