"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, type ReactNode, useRef, useTransition } from "react";
import { filterHref } from "@/components/ui/filter-href";
import { useControlsFollow } from "@/components/ui/use-controls-follow";
import { FILTER_LOG } from "../words";

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
  const sent = useRef("");
  useControlsFollow(form, values, {
    appliesAtOnce: (control) => control instanceof HTMLSelectElement,
    // What was typed on stays, when what was sent before it has been taken over.
    stays: (control, value) => control.name === "q" && value === "" && control.value !== sent.current,
  });

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    sent.current = given.get("q")?.toString() ?? "";
    // A day that is typed replaces the span.
    if (["from", "to"].some((name) => given.get(name)?.toString().trim())) given.delete("since");
    const href = filterHref("/audit", given);
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
    <search aria-label={FILTER_LOG}>
      <form
        ref={form}
        action="/audit"
        method="get"
        autoComplete="off"
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
