/** What removing a channel means, point by point: said before it happens. */
export function RemoveConsequences() {
  return (
    <ul>
      <li>It gets no more alerts, not even the end of those it was told of.</li>
      <li>What waits to be sent to it is given up.</li>
      <li>A webhook's signing secret is destroyed; adding it again makes a new one.</li>
      <li>What it was told so far stays on record.</li>
    </ul>
  );
}
