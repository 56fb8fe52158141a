"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { closeMenuAround } from "./close-menu-around";

interface NavigationLinkProps {
  href: string;
  also?: readonly string[] | undefined;
  /** From the server: looks are no part of what a browser loads to run. */
  className: string;
  children: ReactNode;
}

/** Layouts outlive a navigation, so which page is current is only known in the browser's router. */
export function NavigationLink({ href, also = [], className, children }: NavigationLinkProps) {
  const pathname = usePathname();
  const isCurrent = [href, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`));

  return (
    <Link
      href={href}
      prefetch={false}
      onClick={closeMenuAround}
      aria-current={isCurrent ? "page" : undefined}
      className={className}
    >
      {children}
    </Link>
  );
}
