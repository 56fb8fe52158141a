"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { filterHref } from "@/components/ui/filter-href";

interface FilterFormProps {
  /** What each control holds according to the address, by its name. */
  values: Readonly<Record<string, string>>;
  children: ReactNode;
}

/** A GET form: the filters go into the address. With scripts a choice applies at once, typed text by Enter. */
export function FilterForm({ values, children }: FilterFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pending, startTransition] = useTransition();
  const shown = JSON.stringify(values);

  // The controls are uncontrolled; when the address changes by another way (a chip, Back), they follow it. On arrival
  // they hold what the address says, or what was typed before the scripts came.
  const taken = useRef(shown);
  const applied = useRef(false);
  useEffect(() => {
    if (taken.current === shown) return;
    taken.current = shown;
    for (const [name, value] of Object.entries(JSON.parse(shown) as Record<string, string>)) {
      const control = form.current?.elements.namedItem(name);
      // What is being typed stays, unless it was sent.
      if (name === "q" && !applied.current && value === "") continue;
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = value;
    }
    applied.current = false;
  }, [shown]);

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    applied.current = true;
    const href = filterHref("/audit", new FormData(event.currentTarget));
    startTransition(() => router.push(href, { scroll: false }));
  }

  function applyChoice(event: ChangeEvent<HTMLFormElement>) {
    const target: Element = event.target;
    if (!(target instanceof HTMLSelectElement)) return;
    // A span counts back from now: days that were written down no longer hold.
    if (target.name === "since")
      for (const name of ["from", "to"]) clear(form.current?.elements.namedItem(name));
    form.current?.requestSubmit();
  }

  return (
    <search aria-label="Filter the audit log">
      <form
        ref={form}
        action="/audit"
        method="get"
        onSubmit={apply}
        onChange={applyChoice}
        aria-busy={pending || undefined}
      >
        {children}
      </form>
    </search>
  );
}

function clear(control: Element | RadioNodeList | null | undefined): void {
  if (control instanceof HTMLInputElement) control.value = "";
}
