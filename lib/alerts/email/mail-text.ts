import { type MailText, mailOf } from "@/lib/mail";
import { shownText } from "@/lib/shown-text";
import type { AlertPayload } from "../payload";

/**
 * An alert as a mail: what, what it means, who acts, and one link to where it is mended.
 *
 * @param ownFrom Where Countersign is, in a person's own mail: they chose to get it.
 */
export function mailTextOf({ type, data }: AlertPayload, ownFrom: string | null = null): MailText {
  const title = oneLine(data.title);
  return mailOf({
    subject: title,
    title,
    paragraphs: [data.sentence, data.nextStep].filter(Boolean).map(oneLine),
    facts: factsOf(data),
    link: { url: data.url, words: type === "alert.raised" ? "Open and reconnect" : "See it in Countersign" },
    footer: ownFrom ? { text: OWN_FOOTER, url: `${ownFrom}/profile/notifications` } : { text: FOOTER },
  });
}

const FOOTER = "Sent by Countersign. An admin chooses who gets this under Settings.";
const OWN_FOOTER = "You get this because you chose it under Notifications. Change it here:";

function factsOf({ company, organisation, provider, since, deadline, endedAt }: AlertPayload["data"]) {
  const facts: [string, string | undefined][] = [
    ["Company", company?.name],
    ["Organisation", organisation ?? undefined],
    ["Provider", provider?.name],
    ["Since", endedAt ? undefined : inWords(since)],
    ["Ends", inWords(deadline)],
    ["Over", inWords(endedAt)],
  ];
  return facts.flatMap(([term, value]) => (value ? [[term, oneLine(value)] as const] : []));
}

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const inWords = (iso: string | null) => (iso ? `${format.format(new Date(iso))} UTC` : undefined);

/** No line break can leave its place, in a header or in the text, and no name turns what stands around it. */
const oneLine = (text: string) =>
  shownText(text)
    .replace(/(?:(?![\u2068\u2069])[\p{C}\p{Zl}\p{Zp}])+/gu, " ")
    .trim();
