import { bindVerbs, processPart } from "@/lib/process";
import { cancelOperation } from "./cancel-operation";
import type { BulkDeps } from "./deps";
import { forgetParts } from "./forget-parts";
import { previewLinks } from "./preview-links";
import { describeSelection, previewTag } from "./preview-tag";
import { countCampaign, remindCampaign } from "./read/campaign";
import { exportResult } from "./read/export-result";
import { listParts } from "./read/list-parts";
import { findOperation, listOperations } from "./read/operation-view";
import { runParts } from "./run/run-parts";
import { startRunner } from "./run/start-runner";
import { runAgain } from "./run-again";
import { startOperation } from "./start-operation";

export { MOST_PARTS, type PartState, partStates } from "./deps";
export { KEPT_DAYS } from "./forget-parts";
export { partStateWords } from "./part-words";
export type { LinksPreview } from "./preview-links";
export type { TagPreview } from "./preview-tag";
export type { CampaignCounts } from "./read/campaign";
export type { PartPlace, PartView } from "./read/list-parts";
export { isOver, type OperationView } from "./read/operation-view";
export type { Selection } from "./selection";

/** What is done to many connections or companies at once, in parts that any process takes up. */
export const createBulk = (deps: BulkDeps) =>
  bindVerbs(deps, {
    cancelOperation,
    countCampaign,
    describeSelection,
    exportResult,
    findOperation,
    forgetParts,
    listOperations,
    listParts,
    previewLinks,
    previewTag,
    remindCampaign,
    runAgain,
    runParts,
    startOperation,
    startRunner,
  });

export type Bulk = ReturnType<typeof createBulk>;
export const { get: bulk, install: installBulk } = processPart<Bulk>("bulk");
