import type { ActionResult } from "@/lib/door";

export interface AskState {
  result: ActionResult<void>;
  /** As typed. */
  email: string;
}
