import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { LinkView } from "@/lib/links";
import { shownName } from "@/lib/shown-text";
import {
  BY,
  byPerson,
  DONE_AT,
  HANDED_OVER,
  NO_LINKS,
  NOT_STARTED,
  SENT,
  STARTED,
  STATE_WORDS,
  startsWords,
  TO,
  VALID_UNTIL,
} from "../words";
import { LinkActions } from "./link-actions";

/** The newest links of one provider, the newest first. */
export function LinkList({ links, byMail }: { links: readonly LinkView[]; byMail: boolean }) {
  if (links.length === 0) return <p className="text-muted">{NO_LINKS}</p>;
  return (
    <ul className="divide-y divide-border">
      {links.map((link) => (
        <li key={link.id} className="flex flex-wrap items-start gap-x-8 gap-y-3 py-3">
          <Facts link={link} />
          {link.state !== "used" && link.state !== "revoked" && (
            <LinkActions
              linkId={link.id}
              companyId={link.companyId}
              whom={shownName(link.sentTo ?? HANDED_OVER)}
              byMail={byMail && link.sentTo !== null}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Facts({ link }: { link: LinkView }) {
  const {
    sentTo,
    createdByName,
    createdAt,
    mailedAt,
    openedAt,
    starts,
    expiresAt,
    doneAt,
    consentedBy,
    state,
  } = link;
  return (
    <div className="min-w-0 flex-1 basis-80">
      <p className="font-semibold">{STATE_WORDS[state]}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
        <Fact term={TO}>{sentTo === null ? HANDED_OVER : <bdi>{shownName(sentTo)}</bdi>}</Fact>
        <Fact term={BY}>
          <bdi>{createdByName}</bdi>, <Time at={createdAt} />
        </Fact>
        {mailedAt && (
          <Fact term={SENT}>
            <Time at={mailedAt} />
          </Fact>
        )}
        <Fact term={STARTED}>
          {openedAt ? (
            <>
              <Time at={openedAt} />, {startsWords(starts)}
            </>
          ) : (
            NOT_STARTED
          )}
        </Fact>
        {doneAt ? (
          <Fact term={DONE_AT}>
            <Time at={doneAt} /> {consentedBy && <bdi>{byPerson(shownName(consentedBy))}</bdi>}
          </Fact>
        ) : (
          <Fact term={VALID_UNTIL}>
            <Time at={expiresAt} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
