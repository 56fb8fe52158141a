import type { z } from "zod";

/**
 * What is wrong with a form's field where its schema has no words for it: nobody chose the validator's own, and they
 * name no field.
 */
export function inputWords({ code, input, path, ...issue }: z.core.$ZodRawIssue): string {
  const name = `“${String(path?.[0] ?? "")}”`;
  if (input === undefined) return `${name} is missing. Reload the page and try again.`;
  if (Array.isArray(input)) return `${name} is there twice.`;
  switch (code) {
    case "invalid_type":
      return ["number", "int"].includes(String(issue.expected))
        ? `${name} is no ${issue.format === "safeint" ? "whole number" : "number"}.`
        : `${name} is no text.`;
    case "too_big":
      return `${name} is too ${issue.origin === "string" ? "long" : "large"}.`;
    case "too_small":
      return `${name} is too ${issue.origin === "string" ? "short" : "small"}.`;
    case "invalid_value":
      return `${name} has a value that is none of its choices.`;
    default:
      return `${name} has a value that is not understood.`;
  }
}
