import type { Metadata } from "next";
import { ReconnectPage, type ReconnectPageProps } from "../_components/reconnect-page";
import { RECONNECT_QUICKBOOKS } from "../words";

export const metadata: Metadata = { title: { absolute: RECONNECT_QUICKBOOKS } };

/** Intuit sends people here who press Reconnect inside QuickBooks: the address registered there must never change. */
export default function ReconnectQuickBooksPage({ searchParams }: ReconnectPageProps) {
  return <ReconnectPage provider="qbo" searchParams={searchParams} />;
}
