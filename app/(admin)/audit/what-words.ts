import { type AuditRow, operationWords } from "@/lib/audit";
import { shownName } from "@/lib/shown-text";
import { PERSON_CHANGES, roleChanged, roleGiven, SESSION_ENDS, sessionEnded } from "./words";

/** The id of the person whom a row concerns: `/users/{id}/…`. */
export function subjectIdOf({ apiEndpoint }: Pick<AuditRow, "apiEndpoint">): string {
  return apiEndpoint.split("/")[2] ?? "";
}

/** What a row says was done: of a change of a person, to whom, from what and to what. */
export function whatWords(row: Pick<AuditRow, "operation" | "apiEndpoint" | "subjectName">): string {
  const { operation, apiEndpoint, subjectName } = row;
  const words =
    subjectName === null ? undefined : changeWords(operation, apiEndpoint, shownName(subjectName));
  return words ?? operationWords(operation);
}

/** @returns Undefined for a path of another version. */
function changeWords(operation: string, apiEndpoint: string, name: string): string | undefined {
  const [, , , what = "", from = "", to = ""] = apiEndpoint.split("/");
  if (operation === "session.end") return sessionEnded(name, SESSION_ENDS[from]);
  // Rows of before say the new role alone.
  if (what === "role") return to ? roleChanged(name, from, to) : roleGiven(name, from);
  return PERSON_CHANGES[operation === "user.create" ? "created" : [what, from].filter(Boolean).join("/")]?.(
    name,
  );
}
