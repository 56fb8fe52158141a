import type { ActionResult } from "@/lib/door/action";

export interface SignInState {
  result: ActionResult<never>;
  /** As typed. */
  email: string;
}
