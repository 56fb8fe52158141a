import type { ReactNode } from "react";
import { TabLinks } from "@/components/ui/tab-links";
import { API_KEYS } from "./keys/words";
import { PEOPLE } from "./people/words";
import { ABOUT, ALERTS_AND_EVENTS, ENCRYPTION, PROVIDERS } from "./words";

const TABS = [
  { href: "/settings/people", label: PEOPLE },
  { href: "/settings/keys", label: API_KEYS },
  { href: "/settings", label: ALERTS_AND_EVENTS },
  { href: "/settings/encryption", label: ENCRYPTION },
  { href: "/settings/providers", label: PROVIDERS },
  { href: "/settings/about", label: ABOUT },
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
