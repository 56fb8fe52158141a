import { z } from "zod";
import { CountersignError } from "@/lib/errors";

const place = z.tuple([z.string().max(1_000), z.string().max(200)]);

/** A place in a list, as one opaque word. */
export function writeCursor({ value, id }: { value: string; id: string }): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

/** @throws {CountersignError} `invalid_input` naming the cursor. */
export function readCursor(cursor: string): { value: string; id: string } {
  try {
    const [value, id] = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!`${value}${id}`.includes("\0")) return { value, id };
  } catch {
    // It is none of ours; said below.
  }
  throw noCursor();
}

export function noCursor(): CountersignError {
  return new CountersignError("invalid_input", "This is no cursor of this list.", { field: "cursor" });
}
