import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { bindVerbs, processPart } from "@/lib/process";
import type { TenantIds } from "@/lib/token/views";
import { addCompany } from "./add-company";
import { archiveCompany, unarchiveCompany } from "./archive-company";
import { removeCompany, renameCompany } from "./change-company";
import { findWithoutAddress } from "./find-addresses";
import { findCompanies, findCompany, findUnconnected, listCompanies } from "./find-companies";
import { mergeCompanies } from "./merge-companies";
import { changeCompany, saveCompany } from "./save-company";
import { changeTag, countTags, findTags } from "./tag-company";

export { type CompanyChoice, type CompanyDetail, FOUND_AT_MOST } from "./find-companies";
export { readTag } from "./tag-company";

/** The product's customers. */
export const createCompanies = (deps: { database: Database; clock: Clock; tenantIds: TenantIds }) =>
  bindVerbs(deps, {
    addCompany,
    archiveCompany,
    changeCompany,
    changeTag,
    countTags,
    findCompanies,
    findCompany,
    findTags,
    findUnconnected,
    findWithoutAddress,
    listCompanies,
    mergeCompanies,
    removeCompany,
    renameCompany,
    saveCompany,
    unarchiveCompany,
  });

export type Companies = ReturnType<typeof createCompanies>;
export const { get: companies, install: installCompanies } = processPart<Companies>("companies");
