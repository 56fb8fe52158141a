import { NothingThere } from "../_components/nothing-there";

export default function CompanyNotFound() {
  return (
    <NothingThere what="company" listHref="/companies" listLabel="All companies">
      It was removed, or the address is mistyped.
    </NothingThere>
  );
}
