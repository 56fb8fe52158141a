import { NothingThere } from "../../../_components/nothing-there";
import { ALL_PEOPLE, NO_SUCH_PERSON } from "../words";

export function NoPerson() {
  return (
    <NothingThere what="person" listHref="/settings/people" listLabel={ALL_PEOPLE}>
      {NO_SUCH_PERSON}
    </NothingThere>
  );
}
