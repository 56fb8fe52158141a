import type { ReactNode } from "react";
import type { ViewList } from "@/lib/people";
import { changeView } from "./actions";

interface ChangeViewProps {
  id: string;
  list: ViewList;
  /** The page's own, for a view that takes it over. */
  query: string;
  /** Where to say that it failed. */
  here: string;
  className?: string;
  /** Buttons called `do`. */
  children: ReactNode;
}

/** A plain form around buttons that change a view: works before and without scripts. */
export function ChangeView({ id, list, query, here, className, children }: ChangeViewProps) {
  return (
    <form action={changeView} className={className}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="list" value={list} />
      <input type="hidden" name="query" value={query} />
      <input type="hidden" name="from" value={here} />
      {children}
    </form>
  );
}
