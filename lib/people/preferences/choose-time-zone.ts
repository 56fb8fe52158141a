import { CountersignError } from "@/lib/errors";
import type { PreferenceDeps, Viewer } from "./saved-view";

/**
 * Chooses the zone in which a person reads times. A setting of their own, as the theme is: it leaves no audit row.
 *
 * @param given An IANA name.
 * @throws {CountersignError} `invalid_input` for `timeZone`.
 */
export async function chooseTimeZone(
  { database }: Pick<PreferenceDeps, "database">,
  { id }: Pick<Viewer, "id">,
  given: string,
): Promise<void> {
  const timeZone = readTimeZone(given);
  if (timeZone === undefined)
    throw new CountersignError("invalid_input", "This time zone is not known here.", { field: "timeZone" });
  await database.prisma.user.updateMany({
    where: { id },
    data: { timeZone: timeZone === UTC ? null : timeZone },
  });
}

const UTC = "UTC";
const LONGEST = 64;
/** Offsets such as "+02:00" are no zones: they know no summer. */
const NAME = /^[A-Za-z][\w+/-]*$/;

/** A zone as Intl calls it; undefined for one that it does not know. */
export function readTimeZone(given: string): string | undefined {
  if (given.length > LONGEST || !NAME.test(given)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
