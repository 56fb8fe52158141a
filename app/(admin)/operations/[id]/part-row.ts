import { type PartState, type PartView, partStateWords } from "@/lib/bulk";
import type { LinkProgress } from "@/lib/links";
import { companyPath } from "@/lib/text/company-path";
import { isProviderName, providerOf } from "@/lib/token";
import type { Tone } from "../_components/operation-state";
import { LINK_WORDS, remindedWords } from "../words";
import type { PartRow } from "./part-columns";

const TONE: Readonly<Record<PartState, Tone>> = {
  failed: "reconnect",
  skipped: "disconnected",
  cancelled: "disconnected",
  running: "provider",
  waiting: "waiting",
  done: "working",
};

/** One line of an operation's result; of a link that was sent, how far its customer has come. */
export function rowOf(part: PartView, link: LinkProgress | undefined, nowMs: number): PartRow {
  const { position, name, companyId, connectionType, state, words, finishedAt } = part;
  const provider = connectionType && isProviderName(connectionType) ? connectionType : undefined;
  return {
    position,
    name,
    below: provider ? providerOf(provider).displayName : "",
    href: companyId ? companyPath(companyId, provider && { provider }) : null,
    tone: TONE[state],
    stateWord: partStateWords[state],
    words: words ?? "",
    finishedAt,
    nowMs,
    ...(state === "done" && link && progressOf(link)),
  };
}

function progressOf(link: LinkProgress): Partial<PartRow> & Pick<PartRow, "tone" | "stateWord"> {
  const { state, openedAt, doneAt, wrongAt, reminders } = link;
  const words = remindedWords(reminders);
  if (doneAt) return { ...LINK_WORDS.done, finishedAt: doneAt, words };
  if (state === "expired") return { ...LINK_WORDS.expired, words };
  if (state !== "open") return { ...LINK_WORDS.ended, words };
  if (wrongAt) return { ...LINK_WORDS.wrongCompany, finishedAt: wrongAt, words };
  return openedAt ? { ...LINK_WORDS.opened, finishedAt: openedAt, words } : { ...LINK_WORDS.sent, words };
}
