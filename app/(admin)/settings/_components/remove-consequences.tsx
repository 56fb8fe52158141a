import { CHANNEL_REMOVAL } from "../words";

/** What removing a channel means, point by point: said before it happens. */
export function RemoveConsequences() {
  return (
    <ul>
      {CHANNEL_REMOVAL.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  );
}
