/** Short enough to be read whole in three lines of any column. */
const LONG = 60;

/** A name that others chose, in a direction of its own and three lines high at most; hovering shows all of it. */
export function Name({ children }: { children: string }) {
  return (
    <bdi title={children.length > LONG ? children : undefined} className="line-clamp-3 wrap-anywhere">
      {children}
    </bdi>
  );
}
