import type { Narrowed, ReadDeps, User } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import type { Role } from "../roles";

/** A person as admins see them. */
export interface PersonView
  extends Narrowed<
    Pick<User, "id" | "email" | "name" | "role" | "createdAt" | "disabledAt" | "lastSeenAt">,
    { role: Role }
  > {
  /** Sessions that still open something. */
  openSessions: number;
  hasSecondFactor: boolean;
  hasPassword: boolean;
  hasCompanyAccount: boolean;
}

const PAGE_SIZE = 50;

/** Everything a row shows. $1 is the time now. */
const PERSON = `SELECT u.id, u.email, u.name, u.role, u."createdAt", u."disabledAt", u."lastSeenAt",
   (SELECT count(*)::int FROM "Session" s WHERE s."userId" = u.id AND s."sessionVersion" = u."sessionVersion"
      AND s."expiresAt" > $1) AS "openSessions",
   EXISTS (SELECT 1 FROM "SecondFactor" f WHERE f."userId" = u.id AND f."confirmedAt" IS NOT NULL) AS "hasSecondFactor",
   u."passwordHash" IS NOT NULL AS "hasPassword", u."ssoSubject" IS NOT NULL AS "hasCompanyAccount"
 FROM "User" u`;

/** One page of people, and the ids that the pages beside it begin after and end before. */
interface PeoplePage {
  people: PersonView[];
  before: string | null;
  after: string | null;
}

/**
 * People by name, those who are disabled among them.
 *
 * @param cursor The person whom the page comes after, or before. One who is unknown leads past the end.
 */
export async function listPeople(
  { database, clock }: ReadDeps,
  cursor?: { id: string; towards: "after" | "before" },
): Promise<PeoplePage> {
  const back = cursor?.towards === "before";
  const order = back ? "DESC" : "ASC";
  const from = cursor
    ? `WHERE (lower(u.name), u.id) ${back ? "<" : ">"} (SELECT lower(c.name), c.id FROM "User" c WHERE c.id = $3)`
    : "";
  const found = await database.query<PersonView>(
    `${PERSON} ${from} ORDER BY lower(u.name) ${order}, u.id ${order} LIMIT $2`,
    [new Date(clock.nowMs()), PAGE_SIZE + 1, ...(cursor ? [cursor.id] : [])],
  );
  const rows = found.slice(0, PAGE_SIZE);
  const more = found.length > PAGE_SIZE;
  if (back) rows.reverse();
  return {
    people: rows.map(shown),
    before: (back ? more : cursor) ? (rows[0]?.id ?? null) : null,
    after: back || more ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** @returns Undefined when there is no such person. */
export async function findPerson({ database, clock }: ReadDeps, id: string): Promise<PersonView | undefined> {
  const [person] = await database.query<PersonView>(`${PERSON} WHERE u.id = $2`, [
    new Date(clock.nowMs()),
    id,
  ]);
  return person && shown(person);
}

const shown = (person: PersonView): PersonView => ({ ...person, name: shownName(person.name) });
