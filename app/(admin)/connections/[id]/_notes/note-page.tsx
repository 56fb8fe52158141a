import { redirect } from "next/navigation";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { safeReturnTo } from "@/lib/door";
import { MAX_SNOOZE_DAYS } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { companyPath } from "@/lib/text/company-path";
import { DAY_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { VerdictBanner } from "../../../_components/verdict-banner";
import { noteWords } from "../../../_lists/note-words";
import { loadConnection } from "../../../load-connection";
import { shownZone } from "../../../shown-zone";
import { REPLACES_NOTE } from "../words";
import { NoteForm } from "./note-form";

export interface NotePageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Asks for the reason, and until when; with or without scripts. */
export async function notePage({ kind, ...page }: NotePageProps & { kind: "acknowledge" | "snooze" }) {
  const connection = await loadConnection((await page.params).id);
  const { id, companyId, companyName, connectionType, providerName, tenantName, verdict, note } = connection;
  const company = companyPath(companyId, { provider: connectionType });
  const { returnTo } = await page.searchParams;
  const back = typeof returnTo === "string" ? safeReturnTo(returnTo) : company;
  if (verdict.status === "working" || verdict.status === "disconnected") redirect(company);
  const title = kind === "snooze" ? "Snooze" : "Acknowledge";
  const nowMs = serverNowMs();
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { label: "Companies", href: "/companies" },
              { label: companyName, href: company },
              { label: title },
            ]}
          />
        }
        title={`${title} ${companyName}`}
        sentence={`${providerName}, ${tenantName}`}
      />
      <div className="max-w-2xl">
        <VerdictBanner verdict={verdict} />
        <Card>
          {note && (
            <p className="mb-4 text-muted">
              {noteWords(note, await shownZone())} {REPLACES_NOTE}
            </p>
          )}
          <NoteForm
            kind={kind}
            connectionId={id}
            seenId={note?.id ?? ""}
            returnTo={back}
            dates={{ first: utcDay(nowMs + DAY_MS), last: utcDay(nowMs + MAX_SNOOZE_DAYS * DAY_MS) }}
          />
        </Card>
      </div>
    </>
  );
}
