import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button";

interface ButtonLinkProps extends ButtonLook, ComponentProps<"a"> {
  href: string;
  /** A full page load: for downloads, route handlers and other sites. */
  plain?: boolean;
}

/** A link in a button's looks. Apart from Button, so that pages without links don't load the router's. */
export function ButtonLink({ variant, size, className, plain, href, ...rest }: ButtonLinkProps) {
  const look = buttonClass({ variant, size }, className);
  return plain ? (
    <a href={href} className={look} {...rest} />
  ) : (
    <Link href={href} prefetch={false} className={look} {...rest} />
  );
}
