import { NothingThere } from "../../../_components/nothing-there";
import { NO_SUCH_INCIDENT_WHY } from "../../words";

export function NoIncident() {
  return (
    <NothingThere what="incident" listHref="/health/incidents" listLabel="All incidents">
      {NO_SUCH_INCIDENT_WHY}
    </NothingThere>
  );
}
