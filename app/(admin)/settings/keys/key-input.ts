import { z } from "zod";
import { ENTER_WHOLE_NUMBER, tooLong } from "@/app/_input/words";
import type { ActionResult } from "@/lib/door";
import { CHOOSE_ENVIRONMENT, CHOOSE_REACH, ENTER_NAME, ENTER_SERVICE } from "./words";

/** A box that may be ticked several times over, or not at all. */
const ticked = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));

/** A text with an item a line. */
const items = (separator: RegExp) =>
  z
    .string()
    .max(250_000, tooLong(250_000))
    .default("")
    .transform((text) =>
      text
        .split(separator)
        .map((item) => item.trim())
        .filter((item) => item !== ""),
    );

const line = (missing: string) => z.string({ error: missing }).max(1_000, tooLong(1_000));
export const wholeNumber = z
  .string({ error: ENTER_WHOLE_NUMBER })
  .trim()
  .regex(/^\d{1,9}$/, ENTER_WHOLE_NUMBER)
  .transform(Number);

/** What the form of a new key holds; what is right for a key, the verb decides. */
export const newKeyInput = z
  .object({
    name: line(ENTER_NAME),
    service: line(ENTER_SERVICE),
    scopes: ticked,
    reach: z.enum(["all", "some"], { error: CHOOSE_REACH }),
    companyIds: items(/\r?\n/),
    providers: ticked,
    environment: z.enum(["live", "test"], { error: CHOOSE_ENVIRONMENT }),
    networks: items(/[\s,]+/),
    limitPerMinute: wholeNumber,
    expiresInDays: wholeNumber,
  })
  .transform(({ reach, companyIds, ...key }) => ({
    ...key,
    companyIds: reach === "all" ? null : companyIds,
  }));

/** What was typed and chosen last, by field. */
export type Typed = Readonly<Record<string, readonly string[]>>;

/** A key's value, on its one way to a person. */
export interface ShownKey {
  id: string;
  name: string;
  value: string;
  expiresAtMs: number;
}

/** A form about a key after it was sent. */
export interface KeyFormState {
  result: ActionResult<ShownKey>;
  typed: Typed;
}

/** Empty when there is no form: whoever calls an action decides what it is given. */
export function typedIn(formData: unknown): Typed {
  if (!(formData instanceof FormData)) return {};
  const names = [...new Set(formData.keys())].filter((name) => !name.startsWith("$ACTION_"));
  return Object.fromEntries(
    names.map((name) => [name, formData.getAll(name).filter((value) => typeof value === "string")]),
  );
}
