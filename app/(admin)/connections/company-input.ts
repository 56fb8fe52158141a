import { z } from "zod";
import type { ActionResult } from "@/lib/door";
import { ENTER_NAME, ONE_LINE, tooLong } from "./words";

/** What a person types as a company's name. */
export const companyName = z
  .string({ error: ENTER_NAME })
  .trim()
  .min(1, ENTER_NAME)
  .max(200, tooLong(200))
  .regex(/^\P{C}*$/u, ONE_LINE);

/** Ticked once a person was told that the name is taken, and means another company. */
export const sameNameIsMeant = z.literal("yes").optional();

/** A form about a company after it was sent, with what was typed. */
export interface CompanyFormState {
  result: ActionResult<never>;
  typed: { name: string; id: string };
}

/** Empty when there is no form: whoever calls an action decides what it is given. */
export function typedIn(formData: unknown): CompanyFormState["typed"] {
  const text = (name: string) => {
    const value = formData instanceof FormData ? formData.get(name) : undefined;
    return typeof value === "string" ? value : "";
  };
  return { name: text("name"), id: text("id") };
}
