import { type ConnectionView, freshnessOf } from "@/lib/health";

/** When data could last be read, and what tells so. */
export function freshnessWords(view: ConnectionView): { at: Date | null; words: string } {
  const freshness = freshnessOf(view);
  if (!freshness) return { at: null, words: "The provider has not answered yet." };
  return {
    at: freshness.at,
    words:
      freshness.sign === "answer"
        ? "The provider's last good answer, to a check, a refresh or a consent."
        : "A token was handed out then; this is known to the hour.",
  };
}
