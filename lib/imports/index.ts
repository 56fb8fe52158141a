import { bindVerbs, processPart } from "@/lib/process";
import { findImport } from "./find-import";
import type { ImportDeps } from "./run-import";
import { stopImports } from "./running-imports";
import { startImport } from "./start-import";

export type { ImportView } from "./find-import";
export {
  importConnections,
  type LineReach,
  type LineReport,
  type LineVerdict,
  lineVerdicts,
  ORGANISATION_TAKEN,
} from "./import-connections";
export { inColumnNames } from "./import-line";
export { type ImportFormat, readRecords } from "./read-records";

/** Connections of another OAuth system, taken over in bulk. */
export const createImports = (deps: ImportDeps) => bindVerbs(deps, { findImport, startImport, stopImports });

export type Imports = ReturnType<typeof createImports>;
export const { get: imports, install: installImports } = processPart<Imports>("imports");
