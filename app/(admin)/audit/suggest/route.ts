import { audit, givenOf, type NamedKey, readAuditFilter } from "@/lib/audit";
import { route } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { shownName } from "@/lib/shown-text";
import { providerCalls } from "@/lib/token";
import { knownValues } from "../value-words";

export const dynamic = "force-dynamic";

const MAX_TEXT = 100;
const VALUES = 30;

/** Values for a key of the filter bar, with their rows within the filter that is set, where counting is bounded. */
export const GET = route("audit.read", async ({ request }) => {
  const { searchParams } = request.nextUrl;
  const key = searchParams.get("key") ?? "";
  const text = (searchParams.get("text") ?? "").replace(/\p{C}/gu, "").slice(0, MAX_TEXT);
  const set = new URLSearchParams(searchParams.get("filter") ?? "");
  const { filter, problems } = readAuditFilter(givenOf(set), {
    nowMs: serverNowMs(),
    providers: providerCalls,
  });
  const isNamed = (asked: string): asked is NamedKey => asked === "company" || asked === "actor";
  const found = isNamed(key)
    ? (await audit().findNamed(key, text)).map(({ id, name }) => ({ value: id, label: name }))
    : knownValues(key, text).slice(0, VALUES);
  // What was not understood would narrow the rows: they are not counted without it.
  const counts: Readonly<Record<string, string>> =
    problems.length > 0
      ? {}
      : await audit().countValues(
          filter,
          key,
          found.map(({ value }) => value),
        );
  const values = found.map(({ value, label }) => ({
    value: isNamed(key) ? shownName(label) : value,
    label: isNamed(key) ? shownName(label) : label,
    count: counts[value],
  }));
  return Response.json({ values }, { headers: { "cache-control": "no-store" } });
});
