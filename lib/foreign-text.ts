import { withoutKeys } from "@/lib/text/without-keys";

/**
 * Text that somebody else wrote, as we keep it: on one line, whole characters only, bounded, without the secrets of our
 * keys. Postgres refuses a NUL in
 * text and half a surrogate pair in JSON, and one refused value would fail every retry alike.
 */
export function foreignText(text: string, maxLength: number): string {
  const plain = SUSPECT.test(text) ? text.replace(CONTROLS, " ").replace(LONE_SURROGATE, "\ufffd") : text;
  const clean = withoutKeys(plain);
  if (clean.length <= maxLength) return clean;
  return clean.slice(0, maxLength).replace(LONE_SURROGATE, "");
}

/** The same of a name that people read: "" when nothing of it can be read. */
export function foreignName(name: string): string {
  return foreignText(name.trim(), MAX_NAME).trim();
}

const MAX_NAME = 200;
/** Cheap to look for; sound pairs of surrogates are among what it finds, and stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
const SUSPECT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they would let a sender forge lines in a log or a file made from it
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
