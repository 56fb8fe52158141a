import { BannerFrame, type BannerTexts } from "./banner-frame";

/** What was just done, on pages that load next to no script; lighter than a Banner. */
export function DoneBanner(texts: BannerTexts) {
  return (
    <BannerFrame
      {...texts}
      role="status"
      box="border-working/35 bg-working-tint"
      ink="text-working"
      icon={(className) => (
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth={2.5}
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
          className={className}
        >
          <circle cx="12" cy="12" r="10" />
          <path d="m9 12 2 2 4-4" />
        </svg>
      )}
    />
  );
}
