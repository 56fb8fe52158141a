import type { ActionResult } from "@/lib/door";

export interface AcceptState {
  result: ActionResult<never>;
  /** As typed. */
  name: string;
}
