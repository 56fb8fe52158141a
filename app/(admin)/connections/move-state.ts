import type { ActionResult } from "@/lib/action";

export interface MoveState {
  result: ActionResult<never>;
  /** As typed. */
  reason: string;
}
