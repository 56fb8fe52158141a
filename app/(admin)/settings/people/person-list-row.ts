import type { PersonView } from "@/lib/people";
import { signsInWith } from "./signs-in-with";

/** A person as the table shows them. */
export interface PersonListRow
  extends Pick<
    PersonView,
    "id" | "name" | "email" | "role" | "lastSeenAt" | "openSessions" | "hasSecondFactor" | "disabledAt"
  > {
  isReader: boolean;
  signsInWith: string;
}

export function personListRow(person: PersonView, readerId: string): PersonListRow {
  const { id, name, email, role, lastSeenAt, openSessions, hasSecondFactor, disabledAt } = person;
  const shown = { id, name, email, role, lastSeenAt, openSessions, hasSecondFactor, disabledAt };
  return { ...shown, isReader: id === readerId, signsInWith: signsInWith(person) };
}
