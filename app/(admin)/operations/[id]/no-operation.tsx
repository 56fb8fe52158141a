import { NothingThere } from "../../_components/nothing-there";
import { OPERATION_NOT_FOUND } from "../words";

export function NoOperation() {
  return (
    <NothingThere what="operation" listHref="/operations" listLabel="All operations">
      {OPERATION_NOT_FOUND}
    </NothingThere>
  );
}
