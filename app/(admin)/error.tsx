"use client";

import { usePathname } from "next/navigation";
import { ScreenError, type ScreenErrorProps } from "./_components/screen-error";
import {
  AUDIT_UNREAD,
  COMPANIES_UNREAD,
  COMPANY_UNREAD,
  CONNECTION_UNREAD,
  CONNECTIONS_UNREAD,
  HEALTH_UNREAD,
  NOTIFICATIONS_UNREAD,
  PAGE_UNREAD,
  SETTINGS_UNREAD,
} from "./words";

/** What could not be read, by where it was; the first that fits. */
const TITLES: readonly [path: RegExp, title: string][] = [
  [/^\/companies\/./, COMPANY_UNREAD],
  [/^\/companies/, COMPANIES_UNREAD],
  [/^\/connections\/./, CONNECTION_UNREAD],
  [/^\/connections/, CONNECTIONS_UNREAD],
  [/^\/health/, HEALTH_UNREAD],
  [/^\/audit/, AUDIT_UNREAD],
  [/^\/notifications/, NOTIFICATIONS_UNREAD],
  [/^\/settings/, SETTINGS_UNREAD],
];

/** For every screen: one of a screen's own would be carried along by all its pages, at two kilobytes each. */
export default function AdminError(props: ScreenErrorProps) {
  const pathname = usePathname();
  const title = TITLES.find(([path]) => path.test(pathname))?.[1];
  return <ScreenError {...props} title={title ?? PAGE_UNREAD} />;
}
