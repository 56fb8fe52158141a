"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";

interface NavigationLinkProps {
  href: string;
  also?: readonly string[] | undefined;
  children: ReactNode;
}

/** Layouts outlive a navigation, so which page is current is only known in the browser's router. */
export function NavigationLink({ href, also = [], children }: NavigationLinkProps) {
  const pathname = usePathname();
  const isCurrent = [href, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`));

  function closeMenu(event: MouseEvent<HTMLAnchorElement>) {
    const menu = event.currentTarget.closest<HTMLElement>("[popover]");
    if (menu?.matches(":popover-open")) menu.hidePopover();
  }

  return (
    <Link
      href={href}
      prefetch={false}
      onClick={closeMenu}
      aria-current={isCurrent ? "page" : undefined}
      className="flex min-h-9 items-center gap-3 rounded px-2.5 text-muted transition-colors hover:bg-hover hover:text-text aria-[current=page]:bg-provider-tint aria-[current=page]:font-medium aria-[current=page]:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {children}
    </Link>
  );
}
