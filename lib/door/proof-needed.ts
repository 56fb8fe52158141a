import { CountersignError } from "@/lib/errors";
import { safeReturnTo } from "./session/return-to";

/** The session is a person's who may, and they must prove first that they are still at the keyboard. */
export class ProofNeeded extends CountersignError {
  constructor() {
    super("not_allowed", "Confirm that it is you.", { unchanged: true });
  }
}

/** The page that asks for the proof and leads back to `path`. */
export function confirmPath(path: string): string {
  const returnTo = safeReturnTo(path);
  return returnTo === "/" ? "/confirm" : `/confirm?returnTo=${encodeURIComponent(returnTo)}`;
}
