import { CountersignError } from "@/lib/errors";

/** An archived company gets no connection. */
export function archivedError(): CountersignError {
  const details = { field: "companyId", unchanged: true, nextStep: "Unarchive it first." };
  return new CountersignError("invalid_input", "This company is archived.", details);
}
