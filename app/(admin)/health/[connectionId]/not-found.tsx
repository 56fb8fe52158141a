import { NoConnection } from "../../_components/no-connection";

export default function ConnectionHealthNotFound() {
  return <NoConnection listHref="/health" listLabel="Health of all" />;
}
