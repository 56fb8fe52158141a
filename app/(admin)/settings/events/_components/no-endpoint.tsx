import { NothingThere } from "../../../_components/nothing-there";
import { ALL_ENDPOINTS, ENDPOINT_GONE } from "../words";

export function NoEndpoint() {
  return (
    <NothingThere what="endpoint" listHref="/settings/events" listLabel={ALL_ENDPOINTS}>
      {ENDPOINT_GONE}
    </NothingThere>
  );
}
