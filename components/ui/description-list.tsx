import clsx from "clsx";
import type { ReactNode } from "react";

interface Fact {
  term: string;
  description: ReactNode;
  hint?: ReactNode;
}

/** Facts as a dl: term beside description, one above the other where it is narrow. */
export function DescriptionList({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={clsx("divide-y divide-border", className)}>
      {facts.map((fact) => (
        <div
          key={fact.term}
          className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(8rem,11rem)_minmax(0,1fr)]"
        >
          <dt className="text-muted">{fact.term}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {fact.description}
            {fact.hint && <div className="text-sm text-muted">{fact.hint}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
