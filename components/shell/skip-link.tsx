import { SKIP_TO_CONTENT } from "./words";

export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded focus:border focus:border-control focus:bg-surface focus:px-4 focus:py-2 focus:font-medium"
    >
      {SKIP_TO_CONTENT}
    </a>
  );
}
