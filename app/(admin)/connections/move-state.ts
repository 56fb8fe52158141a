import type { ActionResult } from "@/lib/door/action";

export interface MoveState {
  result: ActionResult<never>;
  /** As typed. */
  reason: string;
}
