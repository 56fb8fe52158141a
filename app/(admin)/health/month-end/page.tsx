import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { can, requireUser } from "@/lib/door";
import { isCode } from "@/lib/errors";
import { health, isAsSigned, MONTH_LINES, type MonthBooks, recentMonths } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { percentWords } from "@/lib/text/percent-words";
import { PrintHeader } from "../../_components/print-header";
import { page } from "../../_page/drawn-page";
import { nothingAtAddress } from "../../_page/nothing-at-address";
import { monthWords } from "../month-words";
import {
  COVERAGE_HINT,
  connectionsIn,
  longestOf,
  MONTH_RUNNING,
  monthSentence,
  SIGN_OFF,
  SIGN_OFF_AGAIN,
  signedBy,
  signedByBefore,
} from "../words";
import { MonthTable } from "./_components/month-table";
import { SignOff } from "./_components/sign-off";
import { monthRowOf } from "./month-row";

export const metadata: Metadata = { title: "Month-end" };

const MONTHS_OFFERED = 15;

interface MonthEndPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What a month was, for whom closes its books: totals, a line a connection, and who signed it off. */
async function MonthEndPage({ searchParams }: MonthEndPageProps) {
  const user = await requireUser("health.read");
  const months = recentMonths(serverNowMs(), MONTHS_OFFERED);
  const asked = [(await searchParams).month].flat()[0] ?? months[1] ?? "";
  const books = await readBooks(asked);
  const { name, running, toMs } = books.month;
  return (
    <>
      <PrintHeader />
      <Breadcrumb items={[{ label: "Health", href: "/health" }, { label: "Month-end" }]} />
      <PageHeader
        title={`Month-end, ${monthWords(name)}`}
        sentence={running ? MONTH_RUNNING : monthSentence(books.totals.connections, books.totals.interrupted)}
        actions={<ButtonLink href={`/health/month-end/csv?month=${name}`}>Download CSV</ButtonLink>}
      />
      <form
        action="/health/month-end"
        method="get"
        className="mb-4 flex flex-wrap items-end gap-2 print:hidden"
      >
        <Select
          key={name}
          name="month"
          label="Month"
          defaultValue={name}
          options={months.map((month) => ({ value: month, label: monthWords(month) }))}
          className="w-44"
        />
        <Button type="submit">Open month</Button>
      </form>
      <Card title="Totals" className="mb-4">
        <DescriptionList
          facts={[
            { term: "Connections", description: books.totals.connections.toLocaleString("en") },
            { term: "With interruptions", description: books.totals.interrupted.toLocaleString("en") },
            {
              term: "Data readable",
              description: percentWords(books.totals.coverage),
              hint: COVERAGE_HINT,
            },
            { term: "Counted until", description: <Time at={toMs} utc /> },
            { term: "Signed off", description: signedWords(books) },
          ]}
        />
        {!running && can(user.role, "health.sign_off") && !isSigned(books) && (
          <div className="mt-4">
            <SignOff
              month={name}
              seen={books.totals}
              name={user.name}
              label={books.signOff ? SIGN_OFF_AGAIN : SIGN_OFF}
            />
          </div>
        )}
      </Card>
      <MonthTable rows={books.lines.map(monthRowOf)} caption={connectionsIn(monthWords(name))} />
      {books.totals.connections > MONTH_LINES && (
        <p className="mt-2 text-sm text-muted">{longestOf(MONTH_LINES, books.totals.connections)}</p>
      )}
    </>
  );
}

async function readBooks(month: string): Promise<MonthBooks> {
  try {
    return await health().readMonthBooks(month);
  } catch (error) {
    if (isCode(error, "invalid_input")) nothingAtAddress();
    throw error;
  }
}

function isSigned({ totals, signOff }: MonthBooks): boolean {
  return signOff !== null && isAsSigned(totals, signOff);
}

function signedWords(books: MonthBooks) {
  const { signOff } = books;
  if (!signOff) return "Not yet";
  const words = isSigned(books) ? signedBy : signedByBefore;
  return <Sentence parts={words(signOff.signerName, <Time at={signOff.signedAt} />)} />;
}

export default page(MonthEndPage);
