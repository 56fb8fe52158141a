import clsx from "clsx";
import type { ReactNode } from "react";

export interface Fact {
  term: string;
  description: ReactNode;
}

/** Facts in two compact columns, one where it is narrow. */
export function FactGrid({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={clsx("grid gap-x-10 gap-y-2 lg:grid-cols-2", className)}>
      {facts.map(({ term, description }) => (
        <div key={term} className="grid gap-x-3 min-[22.5rem]:grid-cols-[7.5rem_minmax(0,1fr)]">
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{description}</dd>
        </div>
      ))}
    </dl>
  );
}
