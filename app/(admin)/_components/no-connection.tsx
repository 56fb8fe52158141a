import { NothingThere } from "./nothing-there";

/** The same two sentences wherever one connection is shown. */
export function NoConnection(list: { listHref: string; listLabel: string }) {
  return (
    <NothingThere what="connection" {...list}>
      The address may be mistyped. A connection keeps its address when it is disconnected or reconnected.
    </NothingThere>
  );
}
