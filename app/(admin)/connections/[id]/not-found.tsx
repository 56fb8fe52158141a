import { NoConnection } from "../../_components/no-connection";

export default function ConnectionNotFound() {
  return <NoConnection listHref="/connections" listLabel="All connections" />;
}
