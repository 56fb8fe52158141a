import { withoutKeys } from "@/lib/text/without-keys";

/**
 * Texts that others chose: names of companies, organisations and people, messages of providers. Shown as they came, one
 * mark in them turns the sentence around them, and a long one hides the rest of a page.
 *
 * @see UAX #9 §2, "Directional Formatting Characters"
 */

/** What a name shows at most; the store has all of it. */
const NAME_LENGTH = 200;
const TEXT_LENGTH = 10_000;
const NAMELESS = "(no visible name)";

const FIRST_STRONG_ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** All marks that set a direction. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Those that a sentence of ours never has. */
const OVERRIDES = /[\u202a-\u202e\u2066\u2067]/g;
const VISIBLE = /[^\s\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;
/** The blocks whose letters are written from the right. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a person sees anything of it. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** A name as it may stand in a page, a sentence, a title or a mail: on one line, in its own direction, not too long. */
export function shownName(name: string): string {
  const plain = cut(name.replace(DIRECTIONS, "").replace(CONTROLS, " "), NAME_LENGTH).trim();
  if (!isVisible(plain)) return NAMELESS;
  return FROM_THE_RIGHT.test(plain) ? FIRST_STRONG_ISOLATE + plain + END_OF_ISOLATE : plain;
}

/** A sentence that holds texts of others: nothing in it turns what comes after it. Names that are shown stay so. */
export function shownText(text: string, maxLength: number = TEXT_LENGTH): string {
  let open = 0;
  let shown = "";
  for (const character of cut(text.replace(OVERRIDES, ""), maxLength)) {
    if (character === FIRST_STRONG_ISOLATE) open++;
    else if (character === END_OF_ISOLATE && open-- <= 0) {
      open = 0;
      continue;
    }
    shown += character;
  }
  return shown + END_OF_ISOLATE.repeat(open);
}

/** By code points, so that none is halved; and after the secrets of our keys went, so that no half of one is left. */
function cut(whole: string, maxLength: number): string {
  const text = withoutKeys(whole);
  if (text.length <= maxLength) return text;
  const characters = Array.from(text.slice(0, 2 * maxLength + 2));
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : text;
}
