/** What removing an endpoint means, point by point: said before it happens. */
export function RemoveConsequences() {
  return (
    <ul>
      <li>It gets no more events, and what waits to be sent to it is given up.</li>
      <li>Its signing secret is destroyed; adding it again makes a new one.</li>
      <li>The events themselves stay in the feed for 30 days.</li>
    </ul>
  );
}
