import type { Actor, LinkActor, VisitorActor } from "@/lib/actor";
import type { OAuthState } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import type { AuthorizationSecrets } from "../providers/provider";
import type { ConsentOutcome } from "./outcome";
import { outcomeOfRepetition } from "./repetition";
import { WITHOUT_ACCOUNT } from "./rests/without-account";
import { hashOf, stateEncryptionContext } from "./state";

/** A state that came back in time, in the right browser, for the first time. */
export interface ClaimedState extends StateFacts {
  secrets: AuthorizationSecrets;
}

type StateFacts = Pick<
  OAuthState,
  | "stateHash"
  | "companyId"
  | "connectionType"
  | "environment"
  | "actorKind"
  | "actorId"
  | "connectionId"
  | "moveReason"
  | "returnTo"
>;
type StateRow = StateFacts & Pick<OAuthState, "browserHash" | "usedAt">;

const FACTS = `"stateHash", "companyId", "connectionType", environment, "actorKind", "actorId", "connectionId", "moveReason", "returnTo"`;

export interface Callback {
  connectionType: string;
  params: URLSearchParams;
  /** Who comes back: it must be who began. */
  actor: Actor;
  browserKey: string;
}

/**
 * Spends a state atomically, before its code is exchanged.
 *
 * @returns How its consent ended, where this is the same callback again: a browser sends it twice when a person does.
 * @throws {CountersignError} `consent_expired` with the reason: unknown, used, too old, or from elsewhere.
 */
export async function claimState(
  deps: TokenDeps,
  callback: Callback,
): Promise<{ claimed: ClaimedState } | { repeated: ConsentOutcome }> {
  const { connectionType, params, browserKey, actor } = callback;
  const stateHash = hashOf(params.get("state") ?? "");
  const now = new Date(deps.clock.nowMs());
  const claimed = await deps.database.transaction(async (tx) => {
    const [row] = await tx.query<StateFacts & Pick<OAuthState, "sealedSecrets">>(
      `UPDATE "OAuthState" SET "usedAt" = $5
       WHERE "stateHash" = $1 AND "connectionType" = $2 AND "browserHash" = $3 AND "actorId" = $4
         AND "actorKind" = $6 AND "usedAt" IS NULL AND "expiresAt" > $5
       RETURNING ${FACTS}, "sealedSecrets"`,
      [stateHash, connectionType, hashOf(browserKey), actor.id, now, actor.kind],
    );
    if (!row) return undefined;
    // Opened before the commit: a process that lacks the key spends nothing that another could use.
    const context = stateEncryptionContext(stateHash, row.connectionType, row.companyId);
    const { sealedSecrets, ...facts } = row;
    const secrets = JSON.parse(deps.keyring.decrypt(sealedSecrets, context)) as AuthorizationSecrets;
    return { ...facts, secrets };
  });
  if (!claimed) return { repeated: await repetitionOf(deps, stateHash, callback) };
  return { claimed };
}

async function repetitionOf(deps: TokenDeps, stateHash: string, callback: Callback): Promise<ConsentOutcome> {
  const [row] = await deps.database.query<StateRow>(
    `SELECT ${FACTS}, "browserHash", "usedAt" FROM "OAuthState" WHERE "stateHash" = $1`,
    [stateHash],
  );
  const elsewhere = strangeness(row, callback);
  if (!row || elsewhere) throw unusable(elsewhere ?? "");
  if (!row.usedAt) throw unusable("This consent took longer than ten minutes.");
  const outcome = await outcomeOfRepetition(deps, { ...row, usedAt: row.usedAt });
  if (row.actorKind === "visitor") return { outcome: "visited", returnTo: row.returnTo };
  if (outcome) return outcome;
  throw unusable("This consent was already used, and led to no connection.");
}

const unusable = (reason: string) =>
  new CountersignError("consent_expired", reason, { field: "state", nextStep: "Start again." });

const isBegunBy = ({ actorKind, actorId }: StateFacts, { kind, id }: Callback["actor"]) =>
  actorKind === kind && actorId === id;

/** Why this callback is none of the consent that was begun; undefined when it is. */
function strangeness(row: StateRow | undefined, callback: Callback): string | undefined {
  if (!row) return "We did not start this consent, or it is long over.";
  if (row.connectionType !== callback.connectionType)
    return "This answer belongs to another provider's consent.";
  if (!isBegunBy(row, callback.actor) || row.browserHash !== hashOf(callback.browserKey)) {
    return "This consent was started in another browser or by another person.";
  }
  return undefined;
}

/** Who began a consent without an account, and where that goes on. */
export interface PublicConsenter {
  actor: LinkActor | VisitorActor;
  /** The page that began it. */
  returnTo: string;
  /** Whether this callback is of the browser and the provider that it was begun with. Nothing else may complete it. */
  isHere: boolean;
}

/**
 * The link, or the visitor of a public page, that a state names.
 *
 * @returns Undefined for every other state: a person must prove that it is theirs.
 */
export async function findPublicConsenter(
  { database }: Pick<TokenDeps, "database">,
  { connectionType, params, browserKey }: Pick<Callback, "connectionType" | "params" | "browserKey">,
): Promise<PublicConsenter | undefined> {
  const [row] = await database.query<StateFacts & Pick<OAuthState, "browserHash">>(
    `SELECT ${FACTS}, "browserHash" FROM "OAuthState" WHERE "stateHash" = $1 AND ${WITHOUT_ACCOUNT}`,
    [hashOf(params.get("state") ?? "")],
  );
  if (!row) return undefined;
  const actor = { kind: row.actorKind as "link" | "visitor", id: row.actorId };
  const isHere = row.connectionType === connectionType && row.browserHash === hashOf(browserKey);
  return { actor, returnTo: row.returnTo, isHere };
}
