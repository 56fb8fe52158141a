import type { MouseEvent } from "react";

/** A link in the narrow screens' menu closes it: the page that it leads to would stay behind it. */
export function closeMenuAround(event: MouseEvent<HTMLAnchorElement>): void {
  const menu = event.currentTarget.closest<HTMLElement>("[popover]");
  if (menu?.matches(":popover-open")) menu.hidePopover();
}
