/** What revoking a key means, point by point: said before it happens. */
export function RevokeConsequences({ service }: { service: string }) {
  return (
    <ul>
      <li>Every request of {service} with this key is refused within a second.</li>
      <li>It can't be undone. A service that still needs a key gets a new one.</li>
      <li>Connections and their tokens stay as they are; so does what is on record.</li>
      <li>Whoever uses it after this is put on record, and people are told.</li>
    </ul>
  );
}
