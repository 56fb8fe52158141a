import type { ActionResult } from "@/lib/door";

/** What is wrong, by field: of the form as it came, or of what the verb made of it. */
export function fieldErrorsOf(result: ActionResult<unknown>): Record<string, string> {
  if (result.status !== "failed") return {};
  return result.fieldErrors ?? (result.field ? { [result.field]: result.message } : {});
}
