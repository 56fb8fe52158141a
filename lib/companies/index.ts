import { runtime } from "@/lib/runtime";
import { addCompany as add, type NewCompany } from "./add-company";
import { type CompanyChoice, findCompanies as find } from "./find-companies";

export type { CompanyChoice } from "./find-companies";

/** @throws {CountersignError} `invalid_input` when the id is taken. */
export function addCompany(company: NewCompany, userId: string): Promise<string> {
  return add(runtime(), company, userId);
}

/** Companies whose name contains `search`, by name; fifty at most. */
export function findCompanies(search: string): Promise<CompanyChoice[]> {
  return find(runtime().database, search);
}
