import type { Clock } from "@/lib/clock";
import type { Database, Narrowed, SavedView } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { can, type Role, type Verb } from "../roles";

export interface PreferenceDeps {
  database: Database;
  clock: Clock;
}

/** Who asks for views: what is theirs, and which lists they may open. */
export interface Viewer {
  id: string;
  role: Role;
}

/** The lists that have views, and what opens each. */
const OPENED_BY = {
  audit: "audit.read",
  connections: "connections.read",
  health: "health.read",
} as const satisfies Record<string, Verb>;
export type ViewList = keyof typeof OPENED_BY;
export const viewLists = Object.keys(OPENED_BY) as ViewList[];

export const VIEW_LIMITS = {
  /** Views a person can have. */
  views: 50,
  nameLength: 60,
  queryLength: 2_000,
  /** Views a person can pin: the navigation stays one screen high. */
  pins: 12,
  /** Shared views of others that a list's menu has room for. */
  shared: 100,
} as const;

/** A view as somebody sees it. */
export interface View {
  id: string;
  list: ViewList;
  /** As it may stand in a page. */
  name: string;
  /** As its owner wrote it. */
  writtenName: string;
  query: string;
  isMine: boolean;
  isShared: boolean;
  isPinned: boolean;
  ownerName: string;
  /** Whether this person may rename, change, share and delete it. */
  mayChange: boolean;
}

export type ViewRow = Pick<
  Narrowed<SavedView, { list: ViewList }>,
  "id" | "list" | "name" | "query" | "ownerId" | "sharedAt"
>;

export const VIEW_COLUMNS = `v.id, v.list, v.name, v.query, v."ownerId", v."sharedAt"`;

export function listsOpenTo({ role }: Viewer): ViewList[] {
  return viewLists.filter((list) => can(role, OPENED_BY[list]));
}

/** A shared view is everybody's to read; only its owner and the admins may change what others rely on. */
export function mayChange({ id, role }: Viewer, { ownerId, sharedAt }: ViewRow): boolean {
  return ownerId === id || (role === "admin" && sharedAt !== null);
}

export function viewOf(row: ViewRow & { ownerName: string; pinned: boolean }, viewer: Viewer): View {
  return {
    id: row.id,
    list: row.list,
    name: shownName(row.name),
    writtenName: row.name,
    query: row.query,
    isMine: row.ownerId === viewer.id,
    isShared: row.sharedAt !== null,
    isPinned: row.pinned,
    ownerName: shownName(row.ownerName),
    mayChange: mayChange(viewer, row),
  };
}

/** @throws {CountersignError} `not_allowed`: a view of a list says what that list is searched for. */
export function requireOpen(viewer: Viewer, list: ViewList): void {
  if (listsOpenTo(viewer).includes(list)) return;
  throw new CountersignError("not_allowed", "Your role does not include this list.");
}
