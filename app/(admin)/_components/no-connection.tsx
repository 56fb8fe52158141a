import { NothingThere } from "./nothing-there";
import { NO_CONNECTION_WHY } from "./words";

/** The same two sentences wherever one connection is shown. */
export function NoConnection(list: { listHref: string; listLabel: string }) {
  return (
    <NothingThere what="connection" {...list}>
      {NO_CONNECTION_WHY}
    </NothingThere>
  );
}
