import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { noSuch } from "./words";

interface NothingThereProps {
  /** "connection". */
  what: string;
  /** Why that may be. */
  children: ReactNode;
  listHref: string;
  listLabel: string;
}

/** The answer of a page whose address leads to nothing, with the way to the list. */
export function NothingThere({ what, children, listHref, listLabel }: NothingThereProps) {
  return (
    <Card>
      <h1 className="text-xl font-semibold">{noSuch(what)}</h1>
      <p className="mt-2 max-w-[65ch] text-muted">{children}</p>
      <ButtonLink href={listHref} variant="primary" className="mt-6">
        {listLabel}
      </ButtonLink>
    </Card>
  );
}
