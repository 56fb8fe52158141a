import type { Metadata } from "next";
import { ReconnectPage, type ReconnectPageProps } from "../_components/reconnect-page";
import { RECONNECT_XERO } from "../words";

export const metadata: Metadata = { title: { absolute: RECONNECT_XERO } };

/** Xero sends people here who reconnect: the address registered there must never change. */
export default function ReconnectXeroPage({ searchParams }: ReconnectPageProps) {
  return <ReconnectPage provider="xero" searchParams={searchParams} />;
}
