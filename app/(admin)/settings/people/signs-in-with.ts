import type { PersonView } from "@/lib/people";
import { COMPANY_ACCOUNT, EITHER, NEVER, PASSWORD } from "./words";

/** What a person proves themselves by when they sign in. */
export function signsInWith({
  hasPassword,
  hasCompanyAccount,
}: Pick<PersonView, "hasPassword" | "hasCompanyAccount">): string {
  if (hasPassword) return hasCompanyAccount ? EITHER : PASSWORD;
  return hasCompanyAccount ? COMPANY_ACCOUNT : NEVER;
}
