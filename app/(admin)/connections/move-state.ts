import type { ActionResult } from "@/lib/door";

export interface MoveState {
  result: ActionResult<never>;
  /** As typed. */
  reason: string;
}
