/** The pattern of LIKE for what begins with a text: its own wildcards stand for themselves. */
export function beginningWith(text: string): string {
  return `${text.replace(/[\\%_]/g, "\\$&")}%`;
}
