import type { FaultInput } from "@/dev/simulator/faults";
import { choiceOf } from "@/dev/world/consent";
import type { Subject } from "@/dev/world/open-world";
import { isCode } from "@/lib/errors";
import { type ChaosWorld, openChaosWorld } from "../harness/chaos-world";
import { isAccepted } from "../harness/observed";
import type { Outcome, Scenario } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const HOUR_MS = 3_600_000;
const PROVIDERS = ["qbo", "xero"] as const;
const json = (status: number, body: object) =>
  ({ kind: "status", status, body: JSON.stringify(body) }) as const satisfies FaultInput["effect"];

/** Answers to a refresh of which none says that the customer took the grant back. */
const BAD_ANSWERS: [string, FaultInput["effect"]][] = [
  ["200 with a page instead of tokens", { kind: "html" }],
  ["200 with a page after rotating", { kind: "html", processed: true }],
  ["200 without any token", { kind: "omitFields", fields: ["access_token", "refresh_token"] }],
  ["an answer cut off", { kind: "dropResponse" }],
  ["a connection reset", { kind: "reset" }],
  ["400 with a page", { kind: "status", status: 400 }],
  ["400 with an empty body", { kind: "status", status: 400, body: "" }],
  ["400 with half a JSON object", { kind: "status", status: 400, body: '{"error":"invalid_grant"' }],
  ["400 with a JSON list", { kind: "status", status: 400, body: '["invalid_grant"]' }],
  ["400 invalid_request", json(400, { error: "invalid_request" })],
  ["400 unauthorized_client", json(400, { error: "unauthorized_client" })],
  ["invalid_client", { kind: "invalidClient" }],
  ["401 with a page", { kind: "status", status: 401 }],
  ["403", { kind: "status", status: 403 }],
  ["404", { kind: "status", status: 404 }],
  ["429 with Retry-After", { kind: "status", status: 429, retryAfterSeconds: 120 }],
  ["400 invalid_scope", json(400, { error: "invalid_scope" })],
  ["500 that mentions invalid_grant", json(500, { error: "invalid_grant" })],
  ["502", { kind: "status", status: 502 }],
  ["503 with Retry-After", { kind: "status", status: 503, retryAfterSeconds: 60 }],
  ["504", { kind: "status", status: 504 }],
];

/** Only one sentence of a provider's ends a grant, and only for the token set it was said of. */
export const badAnswers: Scenario = {
  name: "bad-answers",
  threat: 7,
  title: "bad answers to refreshes; only invalid_grant for the current generation means reconnect",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const world = await openChaosWorld({
      databaseUrl,
      knobs: { intuit: { rotateAfterSeconds: 0 } },
      clock: "simulator",
    });
    try {
      return await tryAll(world, scale < 1);
    } finally {
      await world.close();
    }
  },
};

/** @param halved Every answer from one of the providers only. */
async function tryAll(world: ChaosWorld, halved: boolean): Promise<Outcome> {
  const seen = { changed: 0, ended: 0, untyped: 0, notRecovered: 0 };
  const notes: string[] = [];
  let tried = 0;
  for (const [nth, [name, effect]] of BAD_ANSWERS.entries()) {
    for (const provider of halved ? PROVIDERS.slice(nth % 2, (nth % 2) + 1) : PROVIDERS) {
      tried++;
      const problems = await tryOne(world, provider, effect);
      for (const problem of problems) seen[problem]++;
      if (problems.length > 0) notes.push(`${provider}, ${name}: ${problems.join(", ")}`);
    }
  }
  return {
    ran: `${BAD_ANSWERS.length} bad answers to refreshes, ${tried} times in all`,
    checks: [
      { what: "stored token sets changed", seen: seen.changed, wanted: 0 },
      { what: "grants marked as needing a reconnect", seen: seen.ended, wanted: 0 },
      { what: "errors without a code", seen: seen.untyped, wanted: 0 },
      { what: "grants not served again later", seen: seen.notRecovered, wanted: 0 },
      {
        what: "grants of an earlier generation ended by invalid_grant",
        seen: await lateRefusals(world),
        wanted: 0,
      },
      { what: "grants ended by one mistaken invalid_grant", seen: await mistakes(world), wanted: 0 },
      {
        what: "grants ended by invalid_grant for their current token set",
        seen: await revocations(world),
        wanted: 2,
      },
    ],
    counts: {},
    notes,
  };
}

type Problem = "changed" | "ended" | "untyped" | "notRecovered";

async function tryOne(
  world: ChaosWorld,
  provider: Subject["provider"],
  effect: FaultInput["effect"],
): Promise<Problem[]> {
  const subject = await expiredSubject(world, provider);
  const before = await stored(world, subject);
  world.simulator.control.addFault({ provider, endpoint: "token", grantType: "refresh_token", effect });
  const problems: Problem[] = [];
  const error = await vend(world, subject).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isCode(error, "provider_unavailable", "provider_rate_limited", "client_rejected", "misconfigured"))
    problems.push("untyped");
  const after = await stored(world, subject);
  if (after.tokenSet !== before.tokenSet || after.generation !== before.generation) problems.push("changed");
  if (after.state !== "active") problems.push("ended");
  world.simulator.clock.advance(5 * 60_000);
  const token = await vend(world, subject).catch(() => undefined);
  if (!token || !(await isAccepted(world, subject, token))) problems.push("notRecovered");
  return problems;
}

/** A reconnect overtakes a refresh of the token set before it, whose invalid_grant then comes late. */
async function lateRefusals(world: ChaosWorld): Promise<number> {
  let ended = 0;
  for (const provider of PROVIDERS) {
    const subject = await expiredSubject(world, provider);
    const aim = { provider, endpoint: "token", grantType: "refresh_token" } as const;
    for (let nth = 0; nth < 2; nth++) {
      world.simulator.control.addFault({ ...aim, effect: { kind: "latency", delayMs: 300 } });
      world.simulator.control.addFault({ ...aim, effect: { kind: "invalidGrant" } });
    }
    const late = vend(world, subject).catch(() => undefined);
    const params = await world.beginConsent(
      provider,
      subject.companyId,
      choiceOf(provider, subject),
      "reconnect",
    );
    await world.completeConsent(provider, params);
    await late;
    world.simulator.control.clearFaults();
    if ((await stored(world, subject)).state !== "active") ended++;
  }
  return ended;
}

async function mistakes(world: ChaosWorld): Promise<number> {
  let ended = 0;
  for (const provider of PROVIDERS) {
    const subject = await expiredSubject(world, provider);
    const effect = { kind: "invalidGrant" } as const;
    world.simulator.control.addFault({ provider, endpoint: "token", grantType: "refresh_token", effect });
    await vend(world, subject).catch(() => undefined);
    if ((await stored(world, subject)).state !== "active") ended++;
  }
  return ended;
}

async function revocations(world: ChaosWorld): Promise<number> {
  let ended = 0;
  for (const provider of PROVIDERS) {
    const subject = await expiredSubject(world, provider);
    const target = provider === "qbo" ? { realmId: subject.owner } : { xeroUserId: subject.owner };
    world.simulator.control.revokeGrant({ provider, ...target });
    const error = await vend(world, subject).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const { state } = await stored(world, subject);
    if (isCode(error, "reconnect_required") && state === "needs_reconnecting") ended++;
  }
  return ended;
}

async function expiredSubject(world: ChaosWorld, provider: Subject["provider"]): Promise<Subject> {
  const [subject] = await world.connect(provider, 1);
  if (!subject) throw new Error("No company was connected");
  world.simulator.clock.advance(HOUR_MS);
  return subject;
}

function vend({ engine }: ChaosWorld, { companyId, provider }: Subject): Promise<string> {
  return engine.service.getValidToken(companyId, provider, "developer");
}

async function stored({ database }: ChaosWorld, { grantId }: Subject) {
  const [grant] = await database.query<{ tokenSet: string; generation: number; state: string }>(
    `SELECT encode("sealedTokenSet", 'hex') AS "tokenSet", generation, state FROM "Grant" WHERE id = $1`,
    [grantId],
  );
  if (!grant) throw new Error("A grant is gone");
  return grant;
}
