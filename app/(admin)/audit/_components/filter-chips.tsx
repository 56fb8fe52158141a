import X from "lucide-react/icons/x";
import Link from "next/link";
import { type AuditFilter, DEFAULT_SPAN, excludedBy } from "@/lib/audit";
import { type FilterNames, KEY_WORDS, type SetKey, setKeys, windowWords } from "../filter-words";
import { auditHref } from "../search-params";
import { REMOVE_FILTER, SET_FILTERS } from "../words";

interface FilterChipsProps {
  filter: AuditFilter;
  names: FilterNames;
  view: string | undefined;
}

/** What is set, each with the way to be rid of it. */
export function FilterChips({ filter, names, view }: FilterChipsProps) {
  const chips = setKeys(filter, names).map((set) => ({
    name: set.isExcluded ? `${KEY_WORDS[set.key]} not` : KEY_WORDS[set.key],
    value: set.words,
    href: auditHref({ filter: without(filter, set), view }),
  }));
  const isOtherTime =
    filter.span !== DEFAULT_SPAN || filter.fromMs !== undefined || filter.toMs !== undefined;
  if (isOtherTime) {
    const { fromMs: _from, toMs: _to, ...rest } = filter;
    const href = auditHref({ filter: { ...rest, span: DEFAULT_SPAN }, view });
    chips.push({ name: "Time", value: windowWords(filter), href });
  }
  if (chips.length === 0) return null;
  return (
    <ul aria-label={SET_FILTERS} className="flex flex-wrap items-center gap-2">
      {chips.map(({ name, value, href }) => (
        <li key={href} className="max-w-full">
          <Link
            href={href}
            prefetch={false}
            scroll={false}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full border border-border bg-surface py-0.5 pr-2 pl-3 text-sm no-underline hover:border-control"
          >
            <span className="sr-only">{REMOVE_FILTER}</span>
            <span className="min-w-0 wrap-anywhere">
              <span className="text-muted">{name}</span> <bdi className="font-medium">{value}</bdi>
            </span>
            <X aria-hidden className="size-3.5 shrink-0 text-muted" />
          </Link>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Link
            href="/audit"
            prefetch={false}
            className="inline-block rounded-sm px-1.5 py-1 text-sm underline underline-offset-2"
          >
            Clear all
          </Link>
        </li>
      )}
    </ul>
  );
}

function without(filter: AuditFilter, { key, value, isExcluded }: SetKey): AuditFilter {
  if (!isExcluded) return { ...filter, [key]: undefined };
  return {
    ...filter,
    not: { ...filter.not, [key]: excludedBy(filter, key).filter((each) => each !== value) },
  };
}
