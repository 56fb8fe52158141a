import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { CountersignError } from "@/lib/errors";

export type ImportFormat = "csv" | "jsonl";

/** One line of the file: its values by column, or what is wrong with it. Lines count from 1, the header included. */
export type ImportRecord =
  | { line: number; values: Record<string, string> }
  | { line: number; problem: string };

export const REQUIRED_COLUMNS = [
  "company_id",
  "provider",
  "tenant_id",
  "access_token",
  "refresh_token",
  "expires_at",
] as const;

const MAX_LINE_CHARACTERS = 65_536;

/**
 * Reads a file line by line, so that a broken line harms no other: a record never spans lines. Messages quote
 * nothing of the file, which is full of secrets.
 *
 * @throws {CountersignError} `invalid_input`: a CSV file whose header lacks a required column.
 */
export async function* readRecords(input: Readable, format: ImportFormat): AsyncGenerator<ImportRecord> {
  let line = 0;
  let columns: string[] | undefined;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    const content = line === 1 ? text.replace(/^\ufeff/, "") : text;
    if (content.trim() === "") continue;
    if (content.length > MAX_LINE_CHARACTERS) yield { line, problem: "is longer than 65,536 characters" };
    else if (format === "jsonl") yield { line, ...jsonValues(content) };
    else if (columns) yield { line, ...csvValues(content, columns) };
    else columns = header(content);
  }
  if (format === "csv" && !columns) throw headerProblem("The file is empty: it has no header.");
}

function header(content: string): string[] {
  const columns = (fieldsOf(content) ?? []).map((name) => name.toLowerCase());
  const missing = REQUIRED_COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length === 0) return columns;
  throw headerProblem(`The header lacks ${missing.join(", ")}.`);
}

function headerProblem(message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field: "header" });
}

type Values = { values: Record<string, string> } | { problem: string };

function csvValues(content: string, columns: string[]): Values {
  const fields = fieldsOf(content);
  if (!fields) return { problem: "has a misplaced quotation mark" };
  if (fields.length !== columns.length) {
    return { problem: `has ${fields.length} fields instead of the header's ${columns.length}` };
  }
  return { values: Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? ""])) };
}

function fieldsOf(content: string): string[] | undefined {
  try {
    // Without the delimiter given it looks for one in every line, which takes most of its time.
    const [fields] = parse(content, { record_delimiter: "\n" });
    return fields?.map((field) => field.trim());
  } catch {
    return undefined;
  }
}

function jsonValues(content: string): Values {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return { problem: "is not a JSON object" };
    }
    const inexact = Object.entries(value).find(
      ([, given]) => typeof given === "number" && Math.abs(given) > Number.MAX_SAFE_INTEGER,
    );
    if (inexact) return { problem: "holds a number too large for JSON: put it in quotes" };
    const texts = Object.entries(value).flatMap(([name, given]) =>
      typeof given === "string" || typeof given === "number" ? [[name, String(given).trim()]] : [],
    );
    return { values: Object.fromEntries(texts) };
  } catch {
    return { problem: "is not JSON" };
  }
}
