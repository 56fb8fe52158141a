import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { LinksPreview, Selection } from "@/lib/bulk";
import { companyPath } from "@/lib/text/company-path";
import { startLinks } from "../../actions";
import { SelectionFields } from "../../tag/_components/selection-fields";
import {
  andMore,
  BACK_TO_LIST,
  getLink,
  heldTitle,
  LINK_LASTS,
  NO_MAIL_SERVER,
  NOBODY_GETS_ONE,
  sendCount,
  WHAT_HAPPENS,
} from "../../words";

interface LinksPreviewCardProps {
  selection: Selection;
  list: string;
  preview: LinksPreview;
}

/** Who gets a link and who does not, and the button that sends. */
export function LinksPreviewCard({ selection, list, preview }: LinksPreviewCardProps) {
  const { canMail, connections, send, held } = preview;
  return (
    <Card
      title={WHAT_HAPPENS}
      sentence={!canMail ? NO_MAIL_SERVER : send > 0 ? `${getLink(send)} ${LINK_LASTS}` : NOBODY_GETS_ONE}
    >
      <div className="grid gap-4">
        {held.map((each) => (
          <Held key={each.reason} {...each} />
        ))}
        <div className="flex flex-wrap gap-2">
          {canMail && send > 0 && (
            <form action={startLinks}>
              <SelectionFields selection={selection} list={list} />
              {"query" in selection && <input type="hidden" name="expected" value={connections} />}
              <SubmitButton>{sendCount(send)}</SubmitButton>
            </form>
          )}
          <ButtonLink href={list} plain>
            {BACK_TO_LIST}
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}

/** The companies of one reason; those without an address lead to where one is entered. */
function Held({ reason, count, companies }: LinksPreview["held"][number]) {
  const tab = reason === "no_address" ? "settings" : undefined;
  return (
    <section>
      <h3 className="font-medium">{heldTitle[reason](count)}</h3>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        {companies.map(({ id, name }) => (
          <li key={id}>
            <Link
              href={companyPath(id, { tab })}
              prefetch={false}
              className="inline-flex min-h-6 items-center underline underline-offset-2"
            >
              {name}
            </Link>
          </li>
        ))}
        {count > companies.length && <li>{andMore(count - companies.length)}</li>}
      </ul>
    </section>
  );
}
