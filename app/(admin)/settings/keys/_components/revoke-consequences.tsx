import { revokeEffects } from "../words";

/** What revoking a key means, point by point: said before it happens. */
export function RevokeConsequences({ service }: { service: string }) {
  return (
    <ul>
      {revokeEffects(service).map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  );
}
