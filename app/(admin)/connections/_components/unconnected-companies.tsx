import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { companies } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { newConnectionHref } from "../new/search-params";
import { SHOW_MORE, UNCONNECTED, UNCONNECTED_SENTENCE } from "../words";

/** Companies that a search finds and no list of connections has. Nothing when there is none. */
export async function UnconnectedCompanies({ search, mayConnect }: { search: string; mayConnect: boolean }) {
  const { companies: found, more } = await companies().findUnconnected(search);
  if (found.length === 0) return null;
  return (
    <Card title="Never connected" sentence={UNCONNECTED_SENTENCE} flush className="mt-6">
      <ul aria-label={UNCONNECTED} className="divide-y divide-border border-t border-border">
        {found.map(({ id, name }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 sm:px-5"
          >
            <span className="min-w-0">
              <Link
                href={companyPath(id)}
                prefetch={false}
                className="inline-block min-h-6 rounded-sm font-medium hover:underline"
              >
                {shownName(name)}
              </Link>{" "}
              <code className="font-mono text-mono wrap-anywhere text-muted">{shownName(id)}</code>
            </span>
            {mayConnect && (
              <ButtonLink
                href={newConnectionHref({ companyId: id })}
                size="sm"
                aria-label={`Connect ${shownName(name)}`}
              >
                Connect
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      {more && mayConnect && (
        <p className="border-t border-border px-4 py-2 sm:px-5">
          <Link
            href={newConnectionHref({ search })}
            prefetch={false}
            className="rounded-sm underline underline-offset-2"
          >
            {SHOW_MORE}
          </Link>
        </p>
      )}
    </Card>
  );
}
