/** Codes of a closed set as the list of an IN. */
export function inSql(codes: readonly string[]): string {
  for (const code of codes) if (!/^[a-z_]+$/.test(code)) throw new Error(`"${code}" is no code.`);
  return `(${codes.map((code) => `'${code}'`).join(", ")})`;
}
