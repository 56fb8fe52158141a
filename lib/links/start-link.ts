import type { LinkActor } from "@/lib/actor";
import { CountersignError } from "@/lib/errors";
import { ANONYMOUS, recordRefusal } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import type { ConsentOutcome, RestingConsent } from "@/lib/token";
import { connectionOf, needOf, purposeNow } from "./expected-connection";
import type { LinkDeps } from "./link-deps";
import { LINK_FAULTS, type LinkRow, type LinkState, MOST_STARTS, stateOf } from "./link-row";
import { findByToken, idOf } from "./read-links";

interface LinkStart {
  token: string;
  /** Secret cookie value of the browser that must come back. */
  browserKey: string;
}

/** The provider brings the browser back to the callback, which knows the page from there. */
const RETURN_TO = "/connect";

/**
 * Begins the consent of a link, as the link. Nothing is spent until it connects.
 *
 * @returns Whose link it is, and the provider's consent page.
 * @throws {CountersignError} `not_allowed` in the words for its holder: it is not open, or nothing is to be done.
 */
export async function startLink(
  deps: LinkDeps,
  { token, browserKey }: LinkStart,
): Promise<{ linkId: string; url: URL }> {
  const link = await findByToken(deps, token);
  if (!link) throw refused(deps, "unknown");
  const connection = await connectionOf(deps, link);
  const why = obstacleOf(deps, link, connection);
  if (why) throw refused(deps, why);
  if (!(await countStart(deps, link.id))) throw refused(deps, "exhausted");
  const { id, companyId, connectionType } = link;
  const purpose = purposeNow(link.purpose, connection);
  const request = { companyId, connectionType, purpose, browserKey, returnTo: RETURN_TO };
  const actor: LinkActor = { kind: "link", id };
  try {
    return { linkId: id, url: await actAs(actor, () => deps.tokenService.beginConsent(request)) };
  } catch (error) {
    await takeStartBack(deps, id);
    throw error;
  }
}

/** Why a link starts no consent now. */
function obstacleOf(
  deps: LinkDeps,
  link: LinkRow,
  connection: Awaited<ReturnType<typeof connectionOf>>,
): Obstacle | undefined {
  const state = stateOf(link, deps.clock.nowMs());
  if (state !== "open") return state;
  const need = needOf(deps, link.purpose, connection);
  if (need === "nothing") return "healthy";
  return need === "ended" ? "revoked" : undefined;
}

type Obstacle = Exclude<LinkState, "open"> | "healthy" | "unknown";

/** @returns False where the link has ended or was begun too often meanwhile. */
async function countStart({ database, clock }: LinkDeps, id: string): Promise<boolean> {
  const counted = await database.query(
    `UPDATE "Link" SET starts = starts + 1, "openedAt" = COALESCE("openedAt", $2)
     WHERE id = $1 AND starts < $3 AND "doneAt" IS NULL AND "endedAt" IS NULL RETURNING id`,
    [id, new Date(clock.nowMs()), MOST_STARTS],
  );
  return counted.length === 1;
}

/** A start that led nowhere was no attempt of the customer's. */
async function takeStartBack({ database }: LinkDeps, id: string): Promise<void> {
  await database.query(`UPDATE "Link" SET starts = starts - 1 WHERE id = $1 AND starts > 0`, [id]);
}

function refused({ database, clock }: LinkDeps, why: Obstacle): CountersignError {
  if (why === "healthy")
    return new CountersignError("not_allowed", "The connection works. There is nothing to do.");
  recordRefusal(database, {
    operation: "connection.authorize",
    outcome: "refused",
    by: ANONYMOUS,
    via: ["POST", "/connect"],
    responseStatus: 403,
    errorMessage: `link is ${why}`,
    atMs: clock.nowMs(),
  });
  return new CountersignError("not_allowed", LINK_FAULTS[why]);
}

/** What a link's consent waits for: its holder must choose among several organisations. */
export async function linkChoice(
  deps: LinkDeps,
  { token, consentId }: { token: string; consentId: string },
): Promise<RestingConsent | undefined> {
  const id = await idOf(deps, token);
  return id === undefined ? undefined : deps.tokenService.restingConsent(consentId, { kind: "link", id });
}

/** @throws {CountersignError} `not_allowed`, `consent_expired`, or `invalid_input` for what is none of the choices. */
export async function chooseByLink(
  deps: LinkDeps,
  { token, consentId, tenantId }: { token: string; consentId: string; tenantId: string },
): Promise<{ linkId: string; outcome: ConsentOutcome }> {
  const id = await idOf(deps, token);
  if (id === undefined) throw new CountersignError("not_allowed", LINK_FAULTS.unknown);
  const outcome = await deps.tokenService.settleConsent(consentId, { kind: "link", id }, tenantId);
  return { linkId: id, outcome };
}
