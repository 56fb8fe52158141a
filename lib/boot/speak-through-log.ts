import { stripVTControlCharacters } from "node:util";
import type { Logger } from "pino";

const METHODS = { error: "error", warn: "warn", info: "info", log: "info", debug: "debug" } as const;
const MAX_TEXT = 4_000;

/**
 * Has the framework speak through the one log: what it and Node print of themselves becomes a line of JSON. Of an error
 * its message and stack are told, of other objects nothing, because they drag along what no log may hold.
 */
export function speakThroughLog(log: Logger): void {
  for (const [method, level] of Object.entries(METHODS) as [keyof typeof METHODS, "error"][]) {
    console[method] = (...said: unknown[]) => log[level](...lineOf(said));
  }
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => log.warn({ error: message }, name));
}

function lineOf(said: unknown[]): [fields: { error?: string; stack?: string }, message: string] {
  const error = said.find((part) => part instanceof Error);
  const words = said.filter((part) => part !== error && (typeof part !== "object" || part === null));
  const message = plain(words.join(" ")).trim() || "The framework reports a failure";
  if (!error) return [{}, message];
  const { message: told, stack = "" } = error;
  return [{ error: plain(told), stack: plain(stack) }, message];
}

const plain = (text: string) => stripVTControlCharacters(text).slice(0, MAX_TEXT);
