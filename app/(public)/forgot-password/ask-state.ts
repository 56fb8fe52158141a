import type { ActionResult } from "@/lib/door";

export interface AskState {
  result: ActionResult<never>;
  /** As typed. */
  email: string;
}
