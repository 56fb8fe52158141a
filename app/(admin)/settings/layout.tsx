import type { ReactNode } from "react";
import { TabLinks } from "@/components/ui/tab-links";
import { API_KEYS } from "./keys/words";

const TABS = [
  { href: "/settings", label: "Alerts" },
  { href: "/settings/keys", label: API_KEYS },
  { href: "/settings/events", label: "Events" },
];

/** The bar above every page of the settings. It guards nothing: each page does that itself, in its first line. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TabLinks label="Settings" tabs={TABS} />
      {children}
    </>
  );
}
