import { NothingThere } from "../../_components/nothing-there";

export default function OperationNotFound() {
  return (
    <NothingThere what="operation" listHref="/operations" listLabel="All operations">
      The address may be mistyped.
    </NothingThere>
  );
}
