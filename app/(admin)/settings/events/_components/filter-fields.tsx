"use client";

import { useState } from "react";
import { Textarea } from "@/components/ui/textarea";
import { COMPANY_IDS_HINT, COMPANY_IDS_LABEL, ONLY_THESE } from "../../words";
import { EVENTS_HINT, EVERY_COMPANY } from "../words";

/** A type of event, and its words. */
export interface TypeChoice {
  type: string;
  words: string;
}

export interface FilterFieldsProps {
  choices: readonly TypeChoice[];
  types: readonly string[];
  /** Null for every company. */
  companyIds: readonly string[] | null;
  errors: Readonly<Record<string, string>>;
}

/**
 * Which events an endpoint takes. What was chosen stays when a form comes back with an error: React resets the form to the
 * defaults then, and forgets what it had itself put into a check box.
 */
export function FilterFields({ choices, types, companyIds, errors }: FilterFieldsProps) {
  const [chosen, setChosen] = useState(new Set(types));
  const [companies, setCompanies] = useState(companyIds ? "some" : "all");
  const [ids, setIds] = useState((companyIds ?? []).join("\n"));
  const toggle = (type: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(type);
    else next.delete(type);
    setChosen(next);
  };
  return (
    <>
      <fieldset>
        <legend className="font-medium">Events</legend>
        <p className="mb-1 text-sm text-muted">{EVENTS_HINT}</p>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {choices.map(({ type, words }) => (
            <label key={type} className="flex min-h-9 items-start gap-2.5 py-1.5">
              <input
                type="checkbox"
                name="types"
                value={type}
                defaultChecked={chosen.has(type)}
                onChange={({ target }) => toggle(type, target.checked)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                {words}
                <code className="block font-mono text-xs wrap-anywhere text-muted">{type}</code>
              </span>
            </label>
          ))}
        </div>
        {errors.types && <p className="text-sm text-reconnect">{errors.types}</p>}
      </fieldset>
      <fieldset>
        <legend className="font-medium">Companies</legend>
        <div className="flex flex-wrap gap-x-6">
          {[
            { value: "all", words: EVERY_COMPANY },
            { value: "some", words: ONLY_THESE },
          ].map(({ value, words }) => (
            <label key={value} className="flex min-h-9 items-center gap-2.5">
              <input
                type="radio"
                name="companies"
                value={value}
                defaultChecked={companies === value}
                onChange={() => setCompanies(value)}
                className="size-4 accent-accent"
              />
              {words}
            </label>
          ))}
        </div>
        {/* Without scripts nothing opens it, so it is there. */}
        <Textarea
          label={COMPANY_IDS_LABEL}
          name="companyIds"
          rows={3}
          spellCheck={false}
          value={ids}
          onChange={({ target }) => setIds(target.value)}
          hint={COMPANY_IDS_HINT}
          error={errors.companyIds}
          className="mt-1 max-w-2xl"
        />
      </fieldset>
    </>
  );
}
