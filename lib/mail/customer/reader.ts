/** Languages that customers are written to in. */
export const LANGUAGES = ["en", "de", "fr", "es", "nl"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How a customer is written to. */
interface Reader {
  language: Language;
  /** A time as they write it, with its zone. */
  time(at: Date): string;
}

const FALLBACK = "en-GB";

/**
 * @param locale BCP 47, as a company has it. A language that nothing is written in gets English. A locale names no zone:
 * times stand in the main zone of its region, else in UTC, and always name the zone.
 */
export function readerOf(locale: string | null): Reader {
  const { language: wanted, baseName, region } = new Intl.Locale(locale ?? "en");
  const language = LANGUAGES.find((each) => each === wanted);
  const format = new Intl.DateTimeFormat(language && baseName !== "en" ? baseName : FALLBACK, {
    calendar: "gregory",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: ZONES[region ?? ""] ?? "UTC",
    timeZoneName: "short",
  });
  return { language: language ?? "en", time: (at) => format.format(at) };
}

/** Where most people of a region live, in the regions that the providers serve most. */
const ZONES: Readonly<Record<string, string>> = {
  AT: "Europe/Vienna",
  AU: "Australia/Sydney",
  BE: "Europe/Brussels",
  CA: "America/Toronto",
  CH: "Europe/Zurich",
  DE: "Europe/Berlin",
  DK: "Europe/Copenhagen",
  ES: "Europe/Madrid",
  FR: "Europe/Paris",
  GB: "Europe/London",
  HK: "Asia/Hong_Kong",
  IE: "Europe/Dublin",
  IT: "Europe/Rome",
  LU: "Europe/Luxembourg",
  MX: "America/Mexico_City",
  NL: "Europe/Amsterdam",
  NZ: "Pacific/Auckland",
  SE: "Europe/Stockholm",
  SG: "Asia/Singapore",
  US: "America/New_York",
  ZA: "Africa/Johannesburg",
};
