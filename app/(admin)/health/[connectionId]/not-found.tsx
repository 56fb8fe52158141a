import { NoConnection } from "../../_components/no-connection";
import { HEALTH_OF_ALL } from "../words";

export default function ConnectionHealthNotFound() {
  return <NoConnection listHref="/health" listLabel={HEALTH_OF_ALL} />;
}
