import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { shownName } from "@/lib/shown-text";
import { auditHref } from "../search-params";
import type { TypedFilter } from "../typed-filter";

/** A typed name that several have: which one is meant is a link each. */
export function Choices({ typed }: { typed: TypedFilter }) {
  return typed.choices.map(({ key, text, named }) => (
    <Banner key={key} tone="expiring" title={`Which “${shownName(text)}” do you mean?`} className="mt-3">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {named.map(({ id, name }) => (
          <li key={id}>
            <Link
              href={auditHref({ filter: { ...typed.filter, [key]: id } })}
              prefetch={false}
              className="inline-block min-h-6 rounded-sm font-medium underline underline-offset-2"
            >
              {shownName(name)}
            </Link>
          </li>
        ))}
      </ul>
    </Banner>
  ));
}
