"use client";

import { usePathname } from "next/navigation";
import { type Tab, TabBar } from "./tab-bar";

/** Tabs of a layout, which outlives its pages. The page with the longest address that fits is the current one. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const pathname = usePathname();
  const [current] = tabs
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length);
  return <TabBar label={label} tabs={tabs} current={current} />;
}
