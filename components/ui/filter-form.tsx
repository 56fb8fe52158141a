"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { filterHref } from "./filter-href";
import { Select, type SelectOption } from "./select";
import { useControlsFollow } from "./use-controls-follow";

const TYPING_PAUSE_MS = 350;

interface SearchField {
  name: string;
  label: string;
  value: string;
  placeholder?: string;
}

interface SelectField {
  name: string;
  label: string;
  value: string;
  options: readonly SelectOption[];
}

interface FilterFormProps {
  /** The list's path; the fields become its query. */
  action: string;
  label: string;
  search?: SearchField;
  selects?: readonly SelectField[];
  /** Parameters that outlive a change of filter, such as the sort order. */
  kept?: Readonly<Record<string, string | undefined>>;
  /** Given only while a filter is set. */
  clearHref?: string;
  /** Further named controls. */
  children?: ReactNode;
}

/** A GET form that puts its filters into the URL; with scripts it applies them as they change. */
export function FilterForm({
  action,
  label,
  search,
  selects = [],
  kept = {},
  clearHref,
  children,
}: FilterFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [pending, startTransition] = useTransition();
  const fields = search ? [search, ...selects] : selects;
  const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  useControlsFollow(form, values, {
    appliesAtOnce: () => true,
    stays: (control) => control instanceof HTMLInputElement && control === document.activeElement,
  });

  useEffect(() => () => clearTimeout(typing.current), []);

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    clearTimeout(typing.current);
    const href = filterHref(action, new FormData(event.currentTarget));
    startTransition(() => router.replace(href, { scroll: false }));
  }

  function applyOnChange(event: ChangeEvent<HTMLFormElement>) {
    clearTimeout(typing.current);
    const isTyped = event.target.type === "search" || event.target.type === "text";
    if (isTyped) typing.current = setTimeout(() => form.current?.requestSubmit(), TYPING_PAUSE_MS);
    else form.current?.requestSubmit();
  }

  return (
    <search aria-label={label}>
      <form
        ref={form}
        action={action}
        method="get"
        // A browser that restores what stood here would contradict the address.
        autoComplete="off"
        onSubmit={apply}
        onChange={applyOnChange}
        aria-busy={pending || undefined}
        className="mb-4 flex flex-wrap items-end gap-3"
      >
        {search && (
          <Field
            type="search"
            name={search.name}
            label={search.label}
            defaultValue={search.value}
            placeholder={search.placeholder}
            autoComplete="off"
            className="min-w-0 flex-1 basis-56 text-sm"
          />
        )}
        {selects.map(({ name, label: selectLabel, value, options }) => (
          <Select
            key={name}
            name={name}
            label={selectLabel}
            defaultValue={value}
            options={options}
            className="min-w-0 flex-1 basis-36 text-sm sm:max-w-52"
          />
        ))}
        {children}
        {Object.entries(kept).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <div className="flex items-center gap-2">
          <Button type="submit">Apply</Button>
          {clearHref && (
            <Link
              href={clearHref}
              prefetch={false}
              className="rounded-sm px-1.5 py-2 underline underline-offset-2"
            >
              Clear
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}
