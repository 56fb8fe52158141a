import type { ErrorOwner } from "@/lib/errors";
import type { CauseWords } from "./cause-words";

/** What was tried since a connection broke, counted from the audit log. */
export interface Attempts {
  refreshes: number;
  checks: number;
  /** There were more rows than are counted: the numbers are at least these. */
  capped: boolean;
  lastAt: Date | null;
}

/** What was done, in words, and by whom. */
export interface Operation {
  words: string;
  by: string;
}

/** What the audit log knows of a trouble. */
export interface Traces {
  /** From its beginning to its end, or to now. */
  attempts: Attempts;
  /** What its end came with. */
  ending: Operation | null;
}

/** Why a connection broke, or last broke: cause, evidence, next step, and a text for a ticket. */
export interface Explanation extends CauseWords {
  /** Whether it is broken now. */
  broken: boolean;
  owner: ErrorOwner;
  sinceMs: number;
  /** Its end; null while it lasts. */
  untilMs: number | null;
  /** What ended it, and who; null while it lasts or where nothing is kept of it. */
  endedBy: Operation | null;
  /** The words of the answer behind it. */
  lastError: string | null;
  /** The provider's own reference of that answer, which its support desk asks for. */
  providerRef: string | null;
  /** What the provider calls such a reference. */
  referenceName: string;
  lastRefreshAt: Date;
  lastGoodAt: Date | null;
  consent: { by: string; at: Date };
  attempts: Attempts;
  /** Empty when nothing is to be done any more. */
  nextStep: string;
  ticket: string;
}
