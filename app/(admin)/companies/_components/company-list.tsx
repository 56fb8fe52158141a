import Link from "next/link";
import type { CompanyChoice } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { providerNames, providerOf } from "@/lib/token";
import { connectedToWords } from "../words";

interface CompanyListProps {
  companies: readonly CompanyChoice[];
  hrefOf: (company: CompanyChoice) => string;
}

export function CompanyList({ companies, hrefOf }: CompanyListProps) {
  return (
    <ul aria-label="Companies" className="-mx-2 flex flex-col">
      {companies.map((company) => (
        <li key={company.id}>
          <Link
            href={hrefOf(company)}
            prefetch={false}
            data-list-link
            className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 rounded px-2 py-1.5 hover:bg-hover"
          >
            <span className="min-w-0">
              <span className="font-medium wrap-anywhere">{shownName(company.name)}</span>{" "}
              <code className="font-mono text-mono wrap-anywhere text-muted">{shownName(company.id)}</code>
            </span>
            <span className="text-sm text-muted">{connectedWords(company)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function connectedWords({ connectedTo }: CompanyChoice): string {
  const known = providerNames.filter((provider) => connectedTo.includes(provider));
  const names = known.map((provider) => providerOf(provider).shortName);
  return names.length > 0 ? connectedToWords(names) : "Not connected";
}
