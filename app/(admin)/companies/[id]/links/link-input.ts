import type { ActionResult } from "@/lib/door";

/** A link that was just made or renewed: an address in it is on its one way to a customer. */
export interface ShownLink {
  sentTo: string | null;
  /** Null when it was mailed. */
  url: string | null;
  mailProblem: string | null;
  expiresAtMs: number;
}

/** The form of a new link after it was sent. */
export interface LinkFormState {
  result: ActionResult<ShownLink>;
  /** As typed. */
  email: string;
}
