// What other rooms' statements read of users.

/** Joins the user that an id means, if it means one, as u. */
export const joinPerson = (id: string) => `LEFT JOIN "User" u ON u.id = ${id}`;

/** Joins the user whom an expression's id means, beside `joinPerson`, as whom. */
export const joinWhom = (id: string) => `LEFT JOIN "User" whom ON whom.id = ${id}`;

/** When the user with an id was made. */
export const joinedAt = (id: string) =>
  `(SELECT joined."createdAt" FROM "User" joined WHERE joined.id = ${id})`;

/** Ids and names. */
export const PEOPLE_NAMES = `(SELECT id, name FROM "User") named`;

/** Ids and names of those whose id is `id`, or whose name begins with the pattern `like` in lower case. */
export const peopleCalled = (id: string, like: string) =>
  `(SELECT id, name FROM "User" WHERE id = ${id} OR lower(name) LIKE ${like}) named`;

/** Those of the ids in $1 that are users'. */
export const USERS_AMONG = `SELECT id FROM "User" WHERE id = ANY($1::text[])`;

/** Keys of the HTTP API. */
export const apiKeys = (alias: string) => `"ApiKey" ${alias}`;

/** How many days before a key's expiry people are told of it: at first, and at last. */
export const KEY_WARNING_DAYS = { first: 30, last: 7 } as const;

/** How many people there are, by role, and how many are disabled. */
export const peopleByRole = `SELECT CASE WHEN "disabledAt" IS NULL THEN role ELSE 'disabled' END AS name,
  count(*)::int AS count FROM "User" GROUP BY 1 ORDER BY 1`;
