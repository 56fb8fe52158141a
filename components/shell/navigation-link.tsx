"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { closeMenuAround } from "./close-menu-around";

interface NavigationLinkProps {
  href: string;
  also?: readonly string[] | undefined;
  children: ReactNode;
}

/** Layouts outlive a navigation, so which page is current is only known in the browser's router. */
export function NavigationLink({ href, also = [], children }: NavigationLinkProps) {
  const pathname = usePathname();
  const isCurrent = [href, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`));

  return (
    <Link
      href={href}
      prefetch={false}
      onClick={closeMenuAround}
      aria-current={isCurrent ? "page" : undefined}
      className="flex min-h-9 items-center gap-3 rounded px-2.5 text-muted transition-colors hover:bg-hover hover:text-text aria-[current=page]:bg-provider-tint aria-[current=page]:font-medium aria-[current=page]:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {children}
    </Link>
  );
}
