import type { EncryptionView } from "@/lib/support";
import { ENCRYPTED_WITH_IT, KEY_ID, KEY_ROLE, KEYS, NOTHING, PLACES, ROLE_OF_KEY } from "../words";

const CELL = "px-2 py-2 align-top first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5";

export function KeyUseTable({ keys }: Pick<EncryptionView, "keys">) {
  return (
    <table className="w-full border-t border-border text-sm">
      <caption className="sr-only">{KEYS}</caption>
      <thead>
        <tr className="border-b border-border text-left text-xs text-muted">
          {[KEY_ID, KEY_ROLE, ENCRYPTED_WITH_IT].map((head) => (
            <th key={head} scope="col" className={`${CELL} font-medium`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keys.map(({ keyId, role, places }) => (
          <tr key={keyId} className="border-b border-border last:border-0">
            <th scope="row" className={`${CELL} text-left font-normal`}>
              <code className="font-mono text-mono break-all">{keyId}</code>
            </th>
            <td className={role === "unknown" ? `${CELL} font-medium text-reconnect` : CELL}>
              {ROLE_OF_KEY[role]}
            </td>
            <td className={CELL}>
              {places.length === 0 ? (
                <span className="text-muted">{NOTHING}</span>
              ) : (
                <ul>
                  {places.map(({ place, count }) => (
                    <li key={place}>
                      {PLACES[place] ?? place}:{" "}
                      <span className="tabular-nums">{count.toLocaleString("en")}</span>
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
