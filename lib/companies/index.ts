import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { bindVerbs, processPart } from "@/lib/process";
import { addCompany } from "./add-company";
import { removeCompany, renameCompany } from "./change-company";
import { findCompanies, findCompany, findUnconnected } from "./find-companies";
import { saveCompany } from "./save-company";

export type { CompanyChoice } from "./find-companies";

/** The product's customers. */
export const createCompanies = (deps: { database: Database; clock: Clock }) =>
  bindVerbs(deps, {
    addCompany,
    findCompanies,
    findCompany,
    findUnconnected,
    removeCompany,
    renameCompany,
    saveCompany,
  });

export type Companies = ReturnType<typeof createCompanies>;
export const { get: companies, install: installCompanies } = processPart<Companies>("companies");
