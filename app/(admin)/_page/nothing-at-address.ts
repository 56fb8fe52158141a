import { NOT_FOUND } from "@/app/words";
import { CountersignError } from "@/lib/errors";

/** Ends the drawing of a page whose address leads to nothing. */
export function nothingAtAddress(): never {
  throw new CountersignError("not_found", NOT_FOUND);
}
