"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";
import { UTC, zoneWords } from "./time-format";

interface ZoneSwitchProps {
  /** An IANA name. */
  current: string;
  /** Receives `timeZone`. */
  action: (formData: FormData) => void | Promise<void>;
  /** Where any other zone is chosen, for who is elsewhere or has no scripts. */
  otherHref: string;
}

const subscribe = () => () => {};
const IS_UTC = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal)$/;

/** The browser's own zone; undefined before scripts run, and where it is UTC. */
function zoneHere(): string | undefined {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && !IS_UTC.test(zone) ? zone : undefined;
}

/** UTC or the person's own zone, as buttons of a plain form. */
export function ZoneSwitch({ current, action, otherHref }: ZoneSwitchProps) {
  const here = useSyncExternalStore(subscribe, zoneHere, () => undefined);
  const zones = [...new Set([UTC, current, ...(here ? [here] : [])])];
  return (
    <div className="w-full">
      <form action={action}>
        <fieldset className="flex flex-wrap gap-0.5 rounded border border-border bg-bg p-0.5">
          <legend className="sr-only">Times in</legend>
          {zones.map((zone) => (
            <button
              key={zone}
              type="submit"
              name="timeZone"
              value={zone}
              aria-pressed={zone === current}
              className="inline-flex min-h-7 max-w-full items-center justify-center rounded-sm px-2 text-xs text-muted not-first-of-type:flex-1 hover:text-text aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-text aria-pressed:shadow-raised"
            >
              <span className="truncate">
                {zone === here ? `Local (${zoneWords(zone)})` : zoneWords(zone)}
              </span>
            </button>
          ))}
        </fieldset>
      </form>
      <Link
        href={otherHref}
        prefetch={false}
        className="mt-1 flex min-h-7 items-center rounded px-2.5 text-muted hover:bg-hover hover:text-text"
      >
        Time zone…
      </Link>
    </div>
  );
}
