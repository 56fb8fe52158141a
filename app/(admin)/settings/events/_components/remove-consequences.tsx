import { ENDPOINT_REMOVAL } from "../words";

/** What removing an endpoint means, point by point: said before it happens. */
export function RemoveConsequences() {
  return (
    <ul>
      {ENDPOINT_REMOVAL.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  );
}
