import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { MEANING_COUNT_CAP } from "@/lib/audit";
import { shownName } from "@/lib/shown-text";
import { plural } from "@/lib/text/plural";
import { KEY_WORDS } from "../filter-words";
import type { TypedFilter } from "../typed-filter";
import { MORE_NAMES, whichDoYouMean } from "../words";

/** A typed text that can mean several things: a link to the rows of each. */
export function Choices({ typed }: { typed: TypedFilter }) {
  return typed.choices.map(({ token, text, options, more }) => (
    <Banner key={token} tone="expiring" title={whichDoYouMean(shownName(text))} className="mt-3">
      <ul className="mt-1 max-w-[36rem] divide-y divide-border">
        {options.map(({ key, name, href, count }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="flex min-h-8 items-center gap-3 rounded-sm px-1 no-underline hover:bg-hover"
            >
              <span className="w-20 shrink-0 text-muted">{KEY_WORDS[key]}</span>
              <span className="min-w-0 flex-1 truncate font-medium underline underline-offset-2">
                {shownName(name)}
              </span>
              {count !== null && <span className="shrink-0 text-muted tabular-nums">{rowsOf(count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {more && <p className="mt-1 text-muted">{MORE_NAMES}</p>}
    </Banner>
  ));
}

function rowsOf(count: number): string {
  return count > MEANING_COUNT_CAP ? `${MEANING_COUNT_CAP.toLocaleString("en")}+ rows` : plural(count, "row");
}
