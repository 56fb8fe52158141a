import type { ReactNode } from "react";
import { TabLinks } from "@/components/ui/tab-links";
import { MY_MAIL, PROFILE, SECOND_FACTOR, TIME_ZONE } from "./words";

const TABS = [
  { href: "/profile", label: PROFILE },
  { href: "/profile/second-factor", label: SECOND_FACTOR },
  { href: "/profile/notifications", label: MY_MAIL },
  { href: "/profile/time-zone", label: TIME_ZONE },
];

/** The bar above every page of a person's own. It guards nothing: each page does that itself, in its first line. */
export default function ProfileLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TabLinks label="Profile" tabs={TABS} />
      {children}
    </>
  );
}
