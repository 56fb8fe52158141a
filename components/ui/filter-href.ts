/** The list's address for a form's fields; empty ones are left out, so that equal lists have equal URLs. */
export function filterHref(action: string, fields: FormData): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
  }
  const text = query.toString();
  return text ? `${action}?${text}` : action;
}
