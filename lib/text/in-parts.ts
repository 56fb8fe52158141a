/**
 * A sentence with something else than text inside, such as a time or a link: its parts in their order. `T` is what a
 * screen puts there, so that sentences can be written without React.
 */
export function inParts<T extends readonly unknown[]>(
  texts: TemplateStringsArray,
  ...slots: T
): (string | T[number])[] {
  return texts.flatMap((text, nth) => (nth < slots.length ? [text, slots[nth]] : [text]));
}
