import type { PersonView } from "@/lib/people";

/** A person as the table shows them. */
export interface PersonListRow
  extends Pick<
    PersonView,
    "id" | "name" | "email" | "role" | "lastSeenAt" | "openSessions" | "hasSecondFactor" | "disabledAt"
  > {
  isReader: boolean;
}

export function personListRow(person: PersonView, readerId: string): PersonListRow {
  const { createdAt: _, ...row } = person;
  return { ...row, isReader: person.id === readerId };
}
