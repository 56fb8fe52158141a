import { NothingThere } from "./nothing-there";
import { ALL_CONNECTIONS, NO_CONNECTION_WHY } from "./words";

/** The same two sentences wherever one connection is shown. */
export function NoConnection({ listHref = "/connections", listLabel = ALL_CONNECTIONS }) {
  return (
    <NothingThere what="connection" listHref={listHref} listLabel={listLabel}>
      {NO_CONNECTION_WHY}
    </NothingThere>
  );
}
