import { z } from "zod";

/** Ids of ours and of the surrounding product; Postgres would choke on control characters. */
export const identifier = z
  .string({ error: "Something is missing from the form. Reload the page." })
  .regex(/^[^\p{C}]{1,200}$/u, "That is not an id.");
