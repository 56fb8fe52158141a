import type { ActionResult } from "@/lib/action";

export interface SignInState {
  result: ActionResult<never>;
  /** As typed. */
  email: string;
}
