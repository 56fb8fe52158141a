import { stringify } from "csv-stringify/sync";

/** Spreadsheets take a file without this mark for one of their country's own encodings. */
export const BYTE_ORDER_MARK = "\ufeff";

/**
 * Lines of a CSV file. No cell begins with a character that a spreadsheet takes for a formula.
 *
 * @see RFC 4180; OWASP, "CSV Injection"
 */
export function csv(records: readonly (readonly (string | number | null)[])[]): string {
  const texts = records.map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))));
  // By itself it quotes cells with CRLF, and not those with CR or LF alone.
  return stringify(texts, { escape_formulas: true, record_delimiter: "windows", quoted_match: /[\r\n]/ });
}
