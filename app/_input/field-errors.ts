import type { ActionResult } from "@/lib/door";

/** The errors of a form's fields by name: the schema's, or the verb's. */
export function fieldErrorsOf(result: ActionResult<unknown>): Record<string, string> {
  if (result.status !== "failed") return {};
  return result.fieldErrors ?? (result.field ? { [result.field]: result.message } : {});
}
