import type { ActionResult } from "@/lib/door";

/** The form of one's own name after it was sent. */
export interface NameFormState {
  result: ActionResult<never>;
  /** As typed. */
  name: string;
}
