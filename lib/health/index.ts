import { runtime } from "@/lib/runtime";
import { tokenService } from "@/lib/token";
import { type CheckRequest, type CheckResult, checkConnection as check } from "./check";
import {
  type ConnectionDetail,
  findConnection as find,
  findConnectionOf as findOf,
} from "./connection-detail";
import {
  type ConnectionPage,
  type ConnectionQuery,
  countByStatus as count,
  listConnections as list,
} from "./list-connections";
import type { StatusName } from "./verdict";

export type { CheckResult } from "./check";
export type { ConnectionDetail } from "./connection-detail";
export type { ConnectionView } from "./connection-row";
export {
  type ConnectionPage,
  type ConnectionQuery,
  type SortColumn,
  sortColumns,
} from "./list-connections";
export { type Deadline, type StatusName, statusNames, type Verdict } from "./verdict";

export function listConnections(query: ConnectionQuery): Promise<ConnectionPage> {
  const { database, clock } = runtime();
  return list(database, query, clock.nowMs());
}

export function countByStatus(): Promise<Record<StatusName, number>> {
  const { database, clock } = runtime();
  return count(database, clock.nowMs());
}

/** @returns Undefined when there is no such connection. */
export function findConnection(id: string): Promise<ConnectionDetail | undefined> {
  const { database, clock } = runtime();
  return find(database, id, clock.nowMs());
}

/** @returns The id of a company's connection to a provider, live or not; undefined when there never was one. */
export function findConnectionOf(companyId: string, connectionType: string): Promise<string | undefined> {
  return findOf(runtime().database, companyId, connectionType);
}

/** @throws {NoConnectionError} There is nothing to check. */
export function checkConnection(request: CheckRequest): Promise<CheckResult> {
  const { database, clock } = runtime();
  return check({ database, clock, tokenService }, request);
}
