import { z } from "zod";
import { FIELD_MISSING, NOT_AN_ID } from "./words";

/** Ids of ours and of the surrounding product; Postgres would choke on control characters. */
export const identifier = z.string({ error: FIELD_MISSING }).regex(/^[^\p{C}]{1,200}$/u, NOT_AN_ID);
