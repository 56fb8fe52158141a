import { NothingThere } from "../../_components/nothing-there";
import { COMPANY_NOT_FOUND } from "../words";

export function NoCompany() {
  return (
    <NothingThere what="company" listHref="/companies" listLabel="All companies">
      {COMPANY_NOT_FOUND}
    </NothingThere>
  );
}
