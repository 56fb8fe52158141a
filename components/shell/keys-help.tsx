import { OPEN_ROW, SEARCH_THIS_PAGE, SELECT_ROW } from "./words";

export const KEYS_HELP_ID = "keys";

const KEYS = [
  { key: "/", does: SEARCH_THIS_PAGE },
  { key: "j", does: "Next row" },
  { key: "k", does: "Previous row" },
  { key: "x", does: SELECT_ROW },
  { key: "Enter", does: OPEN_ROW },
  { key: "Esc", does: "Close" },
  { key: "?", does: "These keys" },
] as const;

/** The keys that work on every page, in a popover: "?" and a button of the user's menu open it. */
export function KeysHelp({ paletteKeys }: { paletteKeys: string }) {
  const titleId = `${KEYS_HELP_ID}-title`;
  return (
    <div
      id={KEYS_HELP_ID}
      popover="auto"
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      className="m-auto w-[min(22rem,calc(100vw-2rem))] rounded-lg border border-border bg-surface p-5 text-text shadow-overlay outline-none"
    >
      <div className="flex items-center justify-between">
        <h2 id={titleId} className="text-lg font-semibold">
          Keys
        </h2>
        <button
          type="button"
          popoverTarget={KEYS_HELP_ID}
          popoverTargetAction="hide"
          className="min-h-7 rounded border border-control px-2.5 text-sm font-medium hover:bg-hover"
        >
          Close
        </button>
      </div>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        {[{ key: paletteKeys, does: "Search everything" }, ...KEYS].map(({ key, does }) => (
          <div key={does} className="contents">
            <dt>{does}</dt>
            <dd className="text-right">
              <kbd className="inline-block min-w-6 rounded-sm border border-control px-1.5 text-center font-sans text-sm">
                {key}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
