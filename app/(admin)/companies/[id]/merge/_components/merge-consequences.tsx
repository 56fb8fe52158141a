import { Sentence } from "@/components/ui/sentence";
import type { CompanyDetail } from "@/lib/companies";
import { providerOf } from "@/lib/token";
import {
  becomesArchived,
  bothConnected,
  callsGetNoToken,
  connectedBefore,
  connectionsMove,
  errorNames,
  keysDoNotReach,
  nothingMoves,
  UNARCHIVING_LATER,
} from "../../../words";

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
    return bothConnected(namesOf(both), from.name);
  }
  const ended = from.connectedTo.filter((provider) => into.disconnectedFrom.includes(provider));
  if (ended.length > 0) {
    return connectedBefore(into.name, namesOf(ended));
  }
  return undefined;
}

/** What a merge means, point by point: said before it happens. */
export function MergeConsequences({ into, from }: Merge) {
  const id = (text: string) => <code className="font-mono text-mono wrap-anywhere">{text}</code>;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5">
      {from.connectedTo.length > 0 ? (
        <li>{connectionsMove(namesOf(from.connectedTo), into.name)}</li>
      ) : (
        <li>{nothingMoves(from.name)}</li>
      )}
      <li>
        <strong className="font-semibold">
          <Sentence parts={callsGetNoToken(id(from.id))} />
        </strong>{" "}
        <Sentence parts={errorNames(id(into.id))} />
      </li>
      <li>{keysDoNotReach(from.name, into.name)}</li>
      <li>{becomesArchived(from.name)}</li>
      <li>{UNARCHIVING_LATER}</li>
    </ul>
  );
}
