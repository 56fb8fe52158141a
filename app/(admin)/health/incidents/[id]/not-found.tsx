import { NothingThere } from "../../../_components/nothing-there";

export default function IncidentNotFound() {
  return (
    <NothingThere what="incident" listHref="/health/incidents" listLabel="All incidents">
      The address may be mistyped. An incident keeps its address after it is over.
    </NothingThere>
  );
}
