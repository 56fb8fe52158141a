import type { Metadata } from "next";
import { identifier } from "@/app/_input/identifier";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { FilterForm } from "@/components/ui/filter-form";
import { type CompanyChoice, type CompanyDetail, companies } from "@/lib/companies";
import { requireUser } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { page } from "../../../_page/drawn-page";
import { CompanyFrame } from "../../_components/company-frame";
import { CompanyList } from "../../_components/company-list";
import { NoCompany } from "../../_components/no-company";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany } from "../../load-company";
import {
  becomesPartOf,
  CANNOT_MERGE,
  FIND_DUPLICATE,
  MERGE_OTHER_WAY,
  mergeInto,
  mergeQuestion,
  NAME_OR_ID,
  NO_OTHER_MATCHES,
  UNARCHIVE_FIRST,
  WHICH_IS_DUPLICATE,
} from "../../words";
import { conflictOf, MergeConsequences } from "./_components/merge-consequences";
import { MergeForm } from "./_components/merge-form";

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, "Merge");
}

/** First the duplicate, then what a merge does, then the reason. */
async function MergePage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("companies.manage");
  const company = await loadCompany(params);
  const given = await searchParams;
  const fromId = identifier.safeParse([given.from].flat()[0]).data;
  const search = ([given.search].flat()[0] ?? "").replace(/\p{C}/gu, "").trim().slice(0, 200);
  const from = fromId && fromId !== company.id ? await companies().findCompany(fromId) : undefined;
  return (
    <CompanyFrame company={company} role={user.role} tab="settings">
      {company.archivedAt ? (
        <p>{UNARCHIVE_FIRST}</p>
      ) : from && !from.archivedAt ? (
        <Confirm into={company} from={{ ...from, name: shownName(from.name) }} />
      ) : (
        <Choose into={company} search={search} found={await companies().findCompanies(search)} />
      )}
    </CompanyFrame>
  );
}

const mergePath = (intoId: string, query: Record<string, string> = {}) =>
  `${companyPath(intoId)}/merge${Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ""}`;

interface ChooseProps {
  into: CompanyDetail;
  search: string;
  found: readonly CompanyChoice[];
}

function Choose({ into, search, found }: ChooseProps) {
  const others = found.filter(({ id }) => id !== into.id);
  return (
    <Card title={WHICH_IS_DUPLICATE} sentence={becomesPartOf(into.name)} className="max-w-3xl">
      <FilterForm
        action={mergePath(into.id)}
        label={FIND_DUPLICATE}
        search={{ name: "search", label: "Search", value: search, placeholder: NAME_OR_ID }}
        clearHref={search ? mergePath(into.id) : undefined}
      />
      {others.length === 0 ? (
        <p className="text-muted">{NO_OTHER_MATCHES}</p>
      ) : (
        <CompanyList companies={others} hrefOf={({ id }) => mergePath(into.id, { from: id })} />
      )}
    </Card>
  );
}

function Confirm({ into, from }: { into: CompanyDetail; from: CompanyDetail }) {
  const conflict = conflictOf(into, from);
  const cancelHref = companyPath(into.id, { tab: "settings" });
  const turned = (
    <ButtonLink href={mergePath(from.id, { from: into.id })} size="sm">
      {MERGE_OTHER_WAY}
    </ButtonLink>
  );
  return (
    <Card title={mergeQuestion(from.name, into.name)} actions={turned} className="max-w-3xl">
      {conflict ? (
        <Banner
          tone="reconnect"
          title={CANNOT_MERGE}
          action={<ButtonLink href={companyPath(from.id)}>Open {from.name}</ButtonLink>}
        >
          {conflict}
        </Banner>
      ) : (
        <>
          <MergeConsequences into={into} from={from} />
          <MergeForm
            companyId={into.id}
            fromId={from.id}
            label={mergeInto(into.name)}
            cancelHref={cancelHref}
          />
        </>
      )}
    </Card>
  );
}

export default page(MergePage, { notFound: <NoCompany /> });
