import { statusWords } from "@/lib/text/status-words";
import type { PastStatus } from "../history/history";

/** A past status in a word or two, for files and labels. */
export const pastStatusWords: Readonly<Record<PastStatus, string>> = { ...statusWords, unknown: "No record" };
