import { existsSync, readFileSync } from "node:fs";

/** As Node reads it: a name, perhaps after `export`, and what follows the first equals sign. */
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/;

/**
 * What in the text of a .env file would be read as another value than the one that stands there: Node takes every `#`
 * outside quotation marks for the beginning of a comment, an open quotation mark for a part of the value, and a line
 * without an equals sign for a part of the next one's name.
 *
 * @param {string} text
 * @returns {string | undefined} The line's number, the variable and what to write; never a value.
 */
export function envFileProblem(text) {
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, value = ""] = ASSIGNMENT.exec(line) ?? [];
    const problem = name ? valueProblem(value) : "is neither NAME=VALUE nor a comment that begins with #.";
    if (problem) return `line ${index + 1}${name ? `: ${name}` : ""} ${problem}`;
  }
  return undefined;
}

function valueProblem(/** @type {string} */ written) {
  const value = written.trim();
  const mark = /^["'`]/.exec(value)?.[0];
  if (!mark) {
    return /(?:^|\S)#/.test(written)
      ? "holds a # outside quotation marks, and what follows it would be lost. Write %23 instead of it in a URL, and put quotation marks around any other value."
      : undefined;
  }
  const end = value.indexOf(mark, 1);
  if (end === -1) return "begins with a quotation mark that never closes. Close it at the end of the line.";
  return /^\s*(?:#.*)?$/.test(value.slice(end + 1))
    ? undefined
    : "goes on after its closing quotation mark. Put another kind of quotation mark around the whole value.";
}

/**
 * Adds what a .env file says to the environment, where that does not say otherwise. No file is fine.
 *
 * @param {string} path
 * @throws {Error} A value in it would be read wrongly; the message names file, line and variable.
 */
export function loadEnvFile(path) {
  if (!existsSync(path)) return;
  const problem = envFileProblem(readFileSync(path, "utf8"));
  if (problem) throw new Error(`${path}, ${problem}`);
  process.loadEnvFile(path);
}
