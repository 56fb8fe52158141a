import Link from "next/link";
import { LocalZone } from "./local-zone";
import { UTC, zoneWords } from "./time-format";

interface ZoneSwitchProps {
  /** An IANA name. */
  current: string;
  /** Receives `timeZone`. */
  action: (formData: FormData) => void | Promise<void>;
  /** Where any other zone is chosen, for who is elsewhere or has no scripts. */
  otherHref: string;
}

const BUTTON =
  "inline-flex min-h-7 max-w-full items-center justify-center rounded-sm px-2 text-xs text-muted not-first-of-type:flex-1 hover:text-text aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-text aria-pressed:shadow-raised";

/** UTC or the person's own zone, as buttons of a plain form. */
export function ZoneSwitch({ current, action, otherHref }: ZoneSwitchProps) {
  return (
    <div className="w-full">
      <form action={action}>
        <fieldset className="flex flex-wrap gap-0.5 rounded border border-border bg-bg p-0.5">
          <legend className="sr-only">Times in</legend>
          {[...new Set([UTC, current])].map((zone) => (
            <button
              key={zone}
              type="submit"
              name="timeZone"
              value={zone}
              aria-pressed={zone === current}
              className={BUTTON}
            >
              <span className="truncate">{zoneWords(zone)}</span>
            </button>
          ))}
          <LocalZone current={current} className={BUTTON} />
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
