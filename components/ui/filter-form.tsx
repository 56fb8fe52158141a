"use client";

import Search from "lucide-react/icons/search";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { Field } from "./field";
import { filterHref } from "./filter-href";
import { Select, type SelectOption } from "./select";
import { useControlsFollow } from "./use-controls-follow";

const TYPING_PAUSE_MS = 200;

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
  className?: string;
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
  className,
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
    stopWaiting();
    const href = filterHref(action, new FormData(event.currentTarget));
    startTransition(() => router.replace(href, { scroll: false }));
  }

  function stopWaiting() {
    clearTimeout(typing.current);
    typing.current = undefined;
  }

  function applyNow() {
    if (typing.current !== undefined) form.current?.requestSubmit();
  }

  function applyOnChange(event: ChangeEvent<HTMLFormElement>) {
    stopWaiting();
    const isTyped = event.target.type === "search" || event.target.type === "text";
    if (isTyped) typing.current = setTimeout(() => form.current?.requestSubmit(), TYPING_PAUSE_MS);
    else form.current?.requestSubmit();
  }

  return (
    <search aria-label={label} className={className}>
      <form
        ref={form}
        action={action}
        method="get"
        // A browser that restores what stood here would contradict the address.
        autoComplete="off"
        // Who leaves the field for another control must not be called back by what was typed before.
        onBlur={applyNow}
        onSubmit={apply}
        onChange={applyOnChange}
        aria-busy={pending || undefined}
        className="flex flex-wrap items-center gap-2"
      >
        {search && (
          <div className="relative min-w-0 flex-1 basis-40">
            <Field
              type="search"
              name={search.name}
              label={search.label}
              labelHidden
              defaultValue={search.value}
              placeholder={search.placeholder}
              title={search.placeholder}
              autoComplete="off"
              className="text-sm"
              inputClassName="pr-9"
            />
            <button
              type="submit"
              title="Apply"
              className="absolute top-1 right-1 inline-flex size-7 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
            >
              <Search aria-hidden className="size-4" />
              <span className="sr-only">Apply</span>
            </button>
          </div>
        )}
        {selects.map(({ name, label: selectLabel, value, options }) => (
          <Select
            key={name}
            name={name}
            label={selectLabel}
            labelHidden
            defaultValue={value}
            options={options}
            className="shrink-0 text-sm"
          />
        ))}
        {children}
        {Object.entries(kept).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        {clearHref && (
          <Link
            href={clearHref}
            prefetch={false}
            className="rounded-sm px-1 py-1.5 text-sm underline underline-offset-2"
          >
            Clear
          </Link>
        )}
      </form>
    </search>
  );
}
