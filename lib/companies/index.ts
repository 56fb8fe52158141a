import { runtime } from "@/lib/runtime";
import { addCompany as add, type NewCompany } from "./add-company";
import { removeCompany as remove, renameCompany as rename } from "./change-company";
import {
  type CompanyChoice,
  findCompany as findById,
  findUnconnected as findLone,
  findCompanies as findMany,
} from "./find-companies";

export type { CompanyChoice } from "./find-companies";

/** @throws {CountersignError} `invalid_input` when the id is taken, or the name where that is to be refused. */
export function addCompany(company: NewCompany): Promise<string> {
  return add(runtime(), company);
}

/** Gives a company another name; see `renameCompany` in `./change-company`. */
export function renameCompany(change: { id: string; name: string; refuseSameName?: boolean }): Promise<void> {
  return rename(runtime(), change);
}

/** Removes a company that never had a connection; see `removeCompany` in `./change-company`. */
export function removeCompany(id: string): Promise<string> {
  return remove(runtime(), id);
}

/** Companies whose name contains `search`, or whose id it is, by name; fifty at most. */
export function findCompanies(search: string): Promise<CompanyChoice[]> {
  return findMany(runtime().database, search);
}

/** The same among those that never had a connection. */
export function findUnconnected(search: string): Promise<{ companies: CompanyChoice[]; more: boolean }> {
  return findLone(runtime().database, search);
}

/** @returns Undefined when there is no such company. */
export function findCompany(id: string): Promise<CompanyChoice | undefined> {
  return findById(runtime().database, id);
}
