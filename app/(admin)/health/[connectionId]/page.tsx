import { permanentRedirect } from "next/navigation";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { NoConnection } from "../../_components/no-connection";
import { page } from "../../_page/drawn-page";
import { eventKey } from "../../companies/load-history";
import { loadConnection } from "../../load-connection";
import { HEALTH_OF_ALL } from "../words";

interface ConnectionHealthPageProps {
  params: Promise<{ connectionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a connection's past had a page of its own: links to it, and to its events, still lead here. */
async function ConnectionHealthPage({ params, searchParams }: ConnectionHealthPageProps) {
  await requireUser("companies.read");
  const { companyId, connectionType } = await loadConnection((await params).connectionId);
  const eventId = [(await searchParams).event].flat()[0];
  if (!eventId) permanentRedirect(companyPath(companyId, { tab: "timeline", provider: connectionType }));
  const event = eventKey(connectionType, eventId);
  return permanentRedirect(
    `${companyPath(companyId, { tab: "timeline", query: { event } })}#event-${encodeURIComponent(event)}`,
  );
}

export default page(ConnectionHealthPage, {
  notFound: <NoConnection listHref="/health" listLabel={HEALTH_OF_ALL} />,
});
