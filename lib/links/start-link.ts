import type { LinkActor } from "@/lib/actor";
import { CountersignError } from "@/lib/errors";
import { ANONYMOUS, recordRefusal } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import type { ConsentOutcome, RestingConsent } from "@/lib/token";
import { connectionOf, needOf } from "./expected-connection";
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
 * @returns The provider's consent page.
 * @throws {CountersignError} `not_allowed` in the words for its holder: it is not open, or nothing is to be done.
 */
export async function startLink(deps: LinkDeps, { token, browserKey }: LinkStart): Promise<URL> {
  const link = await findByToken(deps, token);
  const why = link ? await obstacleOf(deps, link) : "unknown";
  if (why) throw refused(deps, why);
  if (!link || !(await countStart(deps, link.id))) throw refused(deps, "exhausted");
  const { id, companyId, connectionType, purpose } = link;
  const actor: LinkActor = { kind: "link", id };
  return actAs(actor, () =>
    deps.tokenService.beginConsent({ companyId, connectionType, purpose, browserKey, returnTo: RETURN_TO }),
  );
}

/** Why a link starts no consent now. */
async function obstacleOf(deps: LinkDeps, link: LinkRow): Promise<Obstacle | undefined> {
  const nowMs = deps.clock.nowMs();
  const state = stateOf(link, nowMs);
  if (state !== "open") return state;
  const need = needOf(link.purpose, await connectionOf(deps, link), nowMs);
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
