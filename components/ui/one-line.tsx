import clsx from "clsx";

/** A name that others chose, in a direction of its own and one line high; hovering shows all of it. */
export function OneLine({ children, className }: { children: string; className?: string }) {
  return (
    <bdi title={children} className={clsx("block truncate", className)}>
      {children}
    </bdi>
  );
}
