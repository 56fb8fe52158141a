const LANGUAGES = ["en", "de", "fr"] as const;
export type CustomerLanguage = (typeof LANGUAGES)[number];

/** What a browser may send of languages; more is not read. */
const MOST_LENGTH = 500;

/**
 * The language of a customer's page: the first of the browser's that it is written in, else English. The company's is not
 * asked, since a link that is not open tells nothing of its company.
 *
 * @param accepted The header `Accept-Language`. @see RFC 9110 §12.5.4
 */
export function customerLanguage(accepted: string | null): CustomerLanguage {
  const ranked = (accepted ?? "")
    .slice(0, MOST_LENGTH)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(Boolean);
      return { language: range.split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of ranked) {
    const known = LANGUAGES.find((each) => each === language);
    if (known) return known;
  }
  return "en";
}
