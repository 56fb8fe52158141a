import type { CompanyDetail } from "@/lib/companies";
import { providerOf } from "@/lib/token";

interface Merge {
  into: CompanyDetail;
  from: CompanyDetail;
}

const namesOf = (providers: readonly string[]) =>
  providers.map((provider) => providerOf(provider).displayName).join(" and ");

/** Why the two can't be merged in this direction, as the verb itself will judge. */
export function conflictOf(into: CompanyDetail, from: CompanyDetail): string | undefined {
  const both = from.connectedTo.filter((provider) => into.connectedTo.includes(provider));
  if (both.length > 0) {
    return `Both are connected to ${namesOf(both)}. Disconnect ${from.name} first.`;
  }
  const ended = from.connectedTo.filter((provider) => into.disconnectedFrom.includes(provider));
  if (ended.length > 0) {
    return `${into.name} was connected to ${namesOf(ended)} before and keeps that history. Merge the other way round.`;
  }
  return undefined;
}

/** What a merge means, point by point: said before it happens. */
export function MergeConsequences({ into, from }: Merge) {
  const id = (text: string) => <code className="font-mono text-mono wrap-anywhere">{text}</code>;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5">
      {from.connectedTo.length > 0 ? (
        <li>
          {namesOf(from.connectedTo)} and its history move to {into.name}. The customer has nothing to do.
        </li>
      ) : (
        <li>{from.name} has no live connection: nothing moves.</li>
      )}
      <li>
        <strong className="font-semibold">Calls for {id(from.id)} get no token from then on.</strong> The
        error names {id(into.id)}: make your product ask for that id.
      </li>
      <li>
        API keys and event endpoints limited to {from.name} don't reach {into.name}. Add it to them.
      </li>
      <li>{from.name} is archived. Its audit rows, contact and tags stay there.</li>
      <li>Unarchiving it later does not bring its connections back.</li>
    </ul>
  );
}
