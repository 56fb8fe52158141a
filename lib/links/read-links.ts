import type { ReadDeps } from "@/lib/db";
import { linkTokenHash } from "@/lib/people";
import { shownName } from "@/lib/shown-text";
import { connectionOf, needOf, purposeNow } from "./expected-connection";
import { findRow } from "./find-row";
import type { LinkDeps } from "./link-deps";
import {
  isOpen,
  LINK_COLUMNS,
  LINK_TABLES,
  type LinkPurpose,
  type LinkRow,
  type LinkState,
  linkOfToken,
  MOST_STARTS,
  stateOf,
} from "./link-row";
import { isRenewable } from "./renewable";

/** A link as people see it who made it. */
export interface LinkView
  extends Pick<
    LinkRow,
    | "id"
    | "companyId"
    | "connectionType"
    | "purpose"
    | "sentTo"
    | "createdByName"
    | "createdAt"
    | "expiresAt"
    | "mailedAt"
    | "openedAt"
    | "starts"
    | "doneAt"
    | "consentedBy"
  > {
  state: LinkState;
}

/** What the holder of a link sees; nothing of a company unless it is open. */
export type HeldLink =
  | {
      /** `healthy`: the connection works, and nothing is to be done. */
      state: "open" | "healthy";
      companyName: string;
      connectionType: string;
      purpose: LinkPurpose;
      /** The organisation expected; null where any may be chosen. */
      tenantName: string | null;
      expiresAt: Date;
    }
  | {
      state: Exclude<LinkState, "open"> | "unknown";
      /** Whether a new one may be asked for. */
      isRenewable: boolean;
    };

const SHOWN = 50;

/** Reads what a link leads to. It leaves no trace: mail scanners open everything. */
export async function readLink(deps: LinkDeps, token: string): Promise<HeldLink> {
  const link = await findByToken(deps, token);
  if (!link) return { state: "unknown", isRenewable: false };
  const nowMs = deps.clock.nowMs();
  const state = stateOf(link, nowMs);
  if (state !== "open") return { state, isRenewable: await isRenewable(deps, link) };
  const connection = await connectionOf(deps, link);
  const need = needOf(deps, link.purpose, connection);
  if (need === "ended") return { state: "revoked", isRenewable: false };
  const { connectionType, expiresAt } = link;
  const purpose = purposeNow(link.purpose, connection);
  const tenantName = purpose === "reconnect" ? (connection?.tenantName ?? null) : null;
  const companyName = shownName(link.companyName);
  return {
    state: need === "nothing" ? "healthy" : "open",
    ...{ companyName, connectionType, purpose, tenantName, expiresAt },
  };
}

/** A company's links to a provider: the open ones, then the newest of the others. Replaced ones are left out. */
export async function listLinks(
  { database, clock }: ReadDeps,
  { companyId, connectionType }: Pick<LinkRow, "companyId" | "connectionType">,
): Promise<LinkView[]> {
  const nowMs = clock.nowMs();
  const links = await database.query<LinkRow>(
    `SELECT ${LINK_COLUMNS} FROM ${LINK_TABLES}
     WHERE l."companyId" = $1 AND l."connectionType" = $2 AND l."endedWhy" IS DISTINCT FROM 'replaced'
     ORDER BY ${isOpen("l", "$3", "$4")} DESC, l."createdAt" DESC LIMIT $5`,
    [companyId, connectionType, new Date(nowMs), MOST_STARTS, SHOWN],
  );
  return links.map((link) => viewOf(link, nowMs));
}

/** @returns Undefined where there is none of that id. */
export async function findLink(deps: ReadDeps, id: string): Promise<LinkView | undefined> {
  const link = await findRow(deps, "$1", id);
  return link && viewOf(link, deps.clock.nowMs());
}

/** What is said of a link to the person whose consent has come back. */
export interface LinkFacts {
  companyName: string;
  /** The person to ask; null where a program made the link. */
  askName: string | null;
}

/** @returns The facts of a link, and whether a token is its own; undefined where there is none of that id. */
export async function linkFacts(
  deps: ReadDeps,
  { id, token }: { id: string; token: string },
): Promise<(LinkFacts & { isOwnToken: boolean }) | undefined> {
  const [link, own] = await Promise.all([findRow(deps, "$1", id), idOf(deps, token)]);
  if (!link) return undefined;
  const askName = link.isByPerson ? shownName(link.createdByName) : null;
  return { companyName: shownName(link.companyName), askName, isOwnToken: own === id };
}

/** The link that a token opens, whatever its state. */
export async function findByToken(
  deps: Pick<ReadDeps, "database">,
  token: string,
): Promise<LinkRow | undefined> {
  const tokenHash = linkTokenHash(token);
  return tokenHash === undefined ? undefined : findRow(deps, linkOfToken("$1"), tokenHash);
}

/** The id of the link that a token opens. */
export async function idOf(
  { database }: Pick<ReadDeps, "database">,
  token: string,
): Promise<string | undefined> {
  const tokenHash = linkTokenHash(token);
  if (!tokenHash) return undefined;
  const [link] = await database.query<Pick<LinkRow, "id">>(
    `SELECT id FROM "Link" WHERE id = ${linkOfToken("$1")}`,
    [tokenHash],
  );
  return link?.id;
}

function viewOf(link: LinkRow, nowMs: number): LinkView {
  const { id, companyId, connectionType, purpose, sentTo, createdAt, expiresAt, mailedAt, openedAt } = link;
  return {
    ...{ id, companyId, connectionType, purpose, sentTo, createdAt, expiresAt, mailedAt, openedAt },
    starts: link.starts,
    doneAt: link.doneAt,
    consentedBy: link.consentedBy,
    createdByName: shownName(link.createdByName),
    state: stateOf(link, nowMs),
  };
}
