/** The schema that a connection string names in Prisma's way; undefined for the role's own search path. */
export function schemaOf(url: string): string | undefined {
  return queryOf(url).get("schema") || undefined;
}

/**
 * The connection string as the driver understands it: it knows nothing of `schema`, so the search path is named
 * instead, for every connection from its first statement on.
 */
export function withSearchPath(url: string): string {
  const schema = schemaOf(url);
  if (schema === undefined) return url;
  const query = queryOf(url);
  const path = `"${schema.replaceAll('"', '""')}"`.replace(/[\\\s]/g, "\\$&");
  query.set("options", [query.get("options"), `-c search_path=${path}`].filter(Boolean).join(" "));
  return `${url.split("?", 1)[0]}?${query.toString().replaceAll("+", "%20")}`;
}

/** Not by URL: a connection string through a socket has no host, which it refuses. */
const queryOf = (url: string) => new URLSearchParams(url.slice(url.split("?", 1)[0]?.length));
