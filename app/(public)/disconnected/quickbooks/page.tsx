import type { Metadata } from "next";
import { buttonClass } from "@/components/ui/button";
import { links } from "@/lib/links";
import { ProductFrame } from "../../connect/_components/product-frame";
import {
  DISCONNECTED_QUICKBOOKS,
  disconnectedWhy,
  RECONNECT_AGAIN,
  RECONNECT_QUICKBOOKS,
} from "../../reconnect/words";

export const metadata: Metadata = { title: { absolute: DISCONNECTED_QUICKBOOKS } };

interface DisconnectedPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Intuit sends people here who disconnect inside QuickBooks. Anybody may say so: the connection is read, no more. */
export default async function DisconnectedQuickBooksPage({ searchParams }: DisconnectedPageProps) {
  const { realmId } = await searchParams;
  if (typeof realmId === "string") links().hintDisconnect({ connectionType: "qbo", tenantId: realmId });
  return (
    <ProductFrame>
      <h1 className="text-xl font-semibold">{DISCONNECTED_QUICKBOOKS}</h1>
      <p className="mt-2 text-muted">
        {disconnectedWhy(links().product().name)} {RECONNECT_AGAIN}
      </p>
      <a href="/reconnect/quickbooks" className={buttonClass({ variant: "primary" }, "mt-6")}>
        {RECONNECT_QUICKBOOKS}
      </a>
    </ProductFrame>
  );
}
