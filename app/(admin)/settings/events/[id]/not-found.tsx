import { NothingThere } from "../../../_components/nothing-there";

export default function EndpointNotFound() {
  return (
    <NothingThere what="endpoint" listHref="/settings/events" listLabel="All endpoints">
      The address may be mistyped, or somebody removed the endpoint.
    </NothingThere>
  );
}
