/**
 * The mark of app/icon.svg in the accent of either theme, with the name beside it.
 * A plain link: the router's would cost every public page its weight.
 */
export function Brand() {
  return (
    <a href="/" className="inline-flex min-h-8 items-center gap-2.5 rounded-sm">
      <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className="size-7 shrink-0 text-accent-ink">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <g stroke="currentColor" strokeWidth="2.75" strokeLinecap="round" strokeLinejoin="round">
          <path d="m6.5 17 4.5 4.5 9-10.5" strokeOpacity=".6" />
          <path d="m14.5 20 1.75 1.5L25.5 11" />
        </g>
      </svg>
      <span className="text-lg font-semibold tracking-tight">Countersign</span>
    </a>
  );
}
