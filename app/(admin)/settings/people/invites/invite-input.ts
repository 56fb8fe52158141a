import type { ActionResult } from "@/lib/door";

/** An invite that was just made or renewed: a link in it is on its one way to a person. */
export interface ShownInvite {
  id: string;
  email: string;
  /** Null when it was mailed. */
  link: string | null;
  mailProblem: string | null;
  expiresAtMs: number;
}

/** The form of a new invite after it was sent. */
export interface InviteFormState {
  result: ActionResult<ShownInvite>;
  /** As typed and chosen. */
  email: string;
  role: string;
}
