"use client";

import { usePathname } from "next/navigation";
import { ScreenError, type ScreenErrorProps } from "./_components/screen-error";

/** What could not be read, by where it was; the first that fits. */
const TITLES: readonly [path: RegExp, title: string][] = [
  [/^\/companies\/./, "This company couldn't be read"],
  [/^\/companies/, "The companies couldn't be read"],
  [/^\/connections\/./, "This connection couldn't be read"],
  [/^\/connections/, "The connections couldn't be read"],
  [/^\/health/, "Health couldn't be read"],
  [/^\/audit/, "The audit log couldn't be read"],
  [/^\/notifications/, "The notifications couldn't be read"],
  [/^\/settings/, "The settings couldn't be read"],
];

/** For every screen: one of a screen's own would be carried along by all its pages, at two kilobytes each. */
export default function AdminError(props: ScreenErrorProps) {
  const pathname = usePathname();
  const title = TITLES.find(([path]) => path.test(pathname))?.[1];
  return <ScreenError {...props} title={title ?? "This page couldn't be read"} />;
}
