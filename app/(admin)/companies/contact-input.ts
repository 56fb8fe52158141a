import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import type { ActionResult } from "@/lib/door";
import { ENTER_EMAIL, tooLong } from "./words";

const line = (max: number) => z.string().trim().max(max, tooLong(max)).optional().default("");

/** Contact and tags as typed, and as they were when the form was shown. */
export const contactInput = z.object({
  companyId: identifier,
  contactName: line(200),
  contactEmail: z
    .union([z.literal(""), z.email(ENTER_EMAIL).max(254)])
    .optional()
    .default(""),
  locale: line(35),
  tags: z.string().max(4_000, tooLong(4_000)).optional().default(""),
  shown: z.string().optional().default("{}"),
});

export interface ContactTyped {
  contactName: string;
  contactEmail: string;
  locale: string;
  /** One a line. */
  tags: string;
}

export interface ContactFormState {
  result: ActionResult<never>;
  typed: ContactTyped;
}

const NAMES = ["contactName", "contactEmail", "locale", "tags"] as const;

/** What was typed, for a form that is shown again. */
export function contactIn(formData: unknown): ContactTyped {
  const text = (name: string) => {
    const value = formData instanceof FormData ? formData.get(name) : undefined;
    return typeof value === "string" ? value : "";
  };
  return {
    contactName: text("contactName"),
    contactEmail: text("contactEmail"),
    locale: text("locale"),
    tags: text("tags"),
  };
}

/** Only what a person changed: two who change different fields of one form at once both get their way. */
export function changedContact(given: Omit<z.infer<typeof contactInput>, "companyId">): Partial<{
  contactName: string | null;
  contactEmail: string | null;
  locale: string | null;
  tags: string[];
}> {
  const shown = shownIn(given.shown);
  const isChanged = (name: keyof ContactTyped) => lines(given[name]) !== lines(shown[name] ?? "");
  const { tags } = given;
  return {
    ...(isChanged("contactName") && { contactName: given.contactName || null }),
    ...(isChanged("contactEmail") && { contactEmail: given.contactEmail || null }),
    ...(isChanged("locale") && { locale: given.locale || null }),
    ...(isChanged("tags") && { tags: lines(tags).split("\n").filter(Boolean) }),
  };
}

/** Browsers send their own line breaks. */
const lines = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((each) => each.trim())
    .filter(Boolean)
    .join("\n");

function shownIn(text: string): Partial<ContactTyped> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return {};
    const entries = Object.entries(parsed).filter(
      ([name, value]) => (NAMES as readonly string[]).includes(name) && typeof value === "string",
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
