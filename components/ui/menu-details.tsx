"use client";

import { type ReactNode, useEffect, useRef } from "react";

interface MenuDetailsProps {
  summary: ReactNode;
  summaryClassName: string;
  /** What a summary of icons is, to the pointer. */
  summaryTitle?: string;
  className?: string;
  /** Stands open as the page comes: there is something to see in it. */
  open?: boolean;
  /** The menu itself, which it places. */
  children: ReactNode;
}

/** A menu that the browser opens and closes. With scripts Escape and a click elsewhere close it, too. */
export function MenuDetails({
  summary,
  summaryClassName,
  summaryTitle,
  className,
  open,
  children,
}: MenuDetailsProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const isIn = (target: EventTarget | null) =>
      target instanceof Node && details.current?.contains(target) === true;
    function closeByPointer(event: PointerEvent) {
      if (details.current?.open && !isIn(event.target)) details.current.open = false;
    }
    function closeByKey(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || !details.current?.open) return;
      const hadFocus = isIn(document.activeElement);
      details.current.open = false;
      if (hadFocus) details.current.querySelector("summary")?.focus();
    }
    document.addEventListener("pointerdown", closeByPointer);
    document.addEventListener("keydown", closeByKey);
    return () => {
      document.removeEventListener("pointerdown", closeByPointer);
      document.removeEventListener("keydown", closeByKey);
    };
  }, []);

  return (
    <details ref={details} open={open} className={className}>
      <summary className={summaryClassName} title={summaryTitle}>
        {summary}
      </summary>
      {children}
    </details>
  );
}
