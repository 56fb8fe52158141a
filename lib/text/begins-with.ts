/** Shorter, the beginning of an id would answer half-typed names with rows that nobody meant. */
const FROM_LENGTH = 6;

/** The condition that a column holds an id, or, once enough of it is typed, its beginning. */
export function beginsWith(column: string, placeholder: string, typed: string): string {
  return typed.length < FROM_LENGTH ? `${column} = ${placeholder}` : `starts_with(${column}, ${placeholder})`;
}
