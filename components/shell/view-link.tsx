"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { closeMenuAround } from "./close-menu-around";

interface ViewLinkProps {
  id: string;
  href: string;
  title: string;
  className: string;
  children: ReactNode;
}

/** A view in the navigation. Only the browser's router knows whether it is the one that is open. */
export function ViewLink({ id, ...link }: ViewLinkProps) {
  const isOpen = useSearchParams().get("view") === id;
  return (
    <Link {...link} prefetch={false} onClick={closeMenuAround} aria-current={isOpen ? "true" : undefined} />
  );
}
