import { type Random, seededRandom } from "@/dev/demo/random";
import { ADMIN, choiceOf } from "@/dev/world/consent";
import type { Subject } from "@/dev/world/open-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import type { AskedToken, TokenService, VendedToken } from "@/lib/token";
import { type ChaosWorld, connectBoth, openChaosWorld } from "../harness/chaos-world";
import { countersOf, until } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const FULL_STEPS = 10_000;
const SUBJECTS = 6;
const MINUTE_MS = 60_000;
/** Within this time every process has heard of a change. */
const HEARD_MS = 2_000;
const KEY = { kind: "apiKey", id: "chaos0000000", onBehalfOf: "product" } as const;
const VIA = ["POST", "/v1/companies/{company}/{provider}/token"] as const;

/** Callers of two engines who know what they saw, and whose tokens are refused, replaced, ended and given anew. */
export const generations: Scenario = {
  name: "generations",
  threat: 39,
  title: "vend, confirm, reject, disconnect and reconnect over two engines, in an order drawn by seed",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const world = await openChaosWorld({ databaseUrl, clock: "simulator", auditStrict: false });
    const second = await startTokens(world.settings, world.database, world.simulator.clock);
    try {
      const services = [world.engine.service, second.service] as const;
      const subjects = await connectBoth(world, SUBJECTS);
      const life = new Life(world, services, subjects);
      return await life.live(times(FULL_STEPS, scale));
    } finally {
      await second.stop();
      await world.close();
    }
  },
};

/** What a product knows of one connection. */
interface Known {
  readonly subject: Subject;
  /** The newest generation that anybody was given. */
  seen: number;
  connected: boolean;
}

type Asked = Pick<AskedToken, "ifGeneration" | "rejectedGeneration" | "minTtlMs">;

const STEPS = ["vend", "vend", "confirm", "confirm", "reject", "reject", "rejectOlder", "crowd"] as const;
const EVENTS = ["advance", "advance", "advance", "endTokens", "outage", "disconnect", "revoke"] as const;
type Step = (typeof STEPS)[number] | (typeof EVENTS)[number];

const NOTHING_WRONG = {
  expired: 0,
  older: 0,
  olderForLong: 0,
  misconfirmed: 0,
  ended: 0,
  refreshes: 0,
  untyped: 0,
};

class Life {
  readonly #wrong = { ...NOTHING_WRONG };
  readonly #counts: Record<string, number> = {};
  readonly #notes: string[] = [];
  readonly #known: Known[];

  constructor(
    private readonly world: ChaosWorld,
    private readonly services: readonly [TokenService, TokenService],
    subjects: readonly Subject[],
  ) {
    this.#known = subjects.map((subject) => ({ subject, seen: 1, connected: true }));
  }

  async live(steps: number): Promise<Outcome> {
    for (let nth = 0; nth < steps; nth++) {
      const random = seededRandom(nth);
      const known = this.#known[nth % this.#known.length];
      if (!known) throw new Error("There is nobody to live for");
      const step: Step = random.chance(0.75) ? random.pick(STEPS) : random.pick(EVENTS);
      this.#count(step);
      try {
        await this.#take(step, known, random);
      } catch (error) {
        this.#note("untyped", `step ${nth}, ${step}: ${(error as Error).message}`);
      }
    }
    return this.#outcome(steps);
  }

  async #take(step: Step, known: Known, random: Random): Promise<void> {
    if (!known.connected && step !== "advance") return this.#reconnect(known, random);
    const { control, clock } = this.world.simulator;
    const { subject, seen } = known;
    const target = { provider: subject.provider, ...choiceOf(subject.provider, subject) };
    const minTtlMs = random.chance(0.2) ? random.between(1, 60) * MINUTE_MS : undefined;
    const service = random.pick(this.services);
    switch (step) {
      case "vend":
        return this.#vend(known, service);
      case "confirm":
        return this.#informed(known, service, { ifGeneration: seen, minTtlMs });
      case "reject":
        return this.#informed(known, service, { rejectedGeneration: seen });
      case "rejectOlder":
        return this.#informed(known, service, {
          rejectedGeneration: Math.max(1, seen - 1),
          ifGeneration: seen,
        });
      case "crowd":
        return this.#crowd(known);
      case "advance":
        return void clock.advance(random.pick([1_000, 11_000, MINUTE_MS, 20 * MINUTE_MS, 70 * MINUTE_MS]));
      case "endTokens":
        return void control.endAccessTokens(target);
      case "outage": {
        const effect = { kind: "status", status: random.pick([429, 503]) } as const;
        const forMs = random.between(1, 10) * MINUTE_MS;
        return void control.addFault({ provider: subject.provider, endpoint: "token", effect, forMs });
      }
      case "revoke":
        control.revokeGrant(target);
        await this.#informed(known, service, { rejectedGeneration: seen });
        known.connected = false;
        return;
      case "disconnect":
        return this.#disconnect(known, service);
    }
  }

  /** A caller who tells what they saw must never get older. @throws What is no typed failure. */
  async #informed(known: Known, service: TokenService, asked: Asked): Promise<void> {
    const answer = await this.#ask(known, service, { ifGeneration: known.seen, ...asked });
    if (!answer) return;
    if (answer.generation < known.seen)
      this.#note("older", `${known.seen} was seen, ${answer.generation} given`);
    if (answer.confirmed && answer.generation !== known.seen)
      this.#note("misconfirmed", "another generation");
    known.seen = Math.max(known.seen, answer.generation);
  }

  /** A caller who tells nothing may be answered from before a change, for a moment. */
  async #vend(known: Known, service: TokenService): Promise<void> {
    const answer = await this.#ask(known, service, {});
    if (!answer) return;
    if (answer.generation < known.seen) {
      this.#count("heard late");
      const isHeard = async () => {
        const again = await this.#ask(known, service, {});
        return again !== undefined && again.generation >= known.seen;
      };
      await until("a change was heard of", isHeard, 5, HEARD_MS).catch(() =>
        this.#note("olderForLong", `${known.seen} was seen long ago`),
      );
    }
    known.seen = Math.max(known.seen, answer.generation);
  }

  /** Ten callers of both engines with the same 401. */
  async #crowd(known: Known): Promise<void> {
    const rejectedGeneration = known.seen;
    const before = countersOf(this.world, known.subject)?.refreshes ?? 0;
    await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        this.#informed(known, this.services[nth % 2 === 0 ? 0 : 1], { rejectedGeneration }),
      ),
    );
    const after = countersOf(this.world, known.subject)?.refreshes ?? 0;
    if (after - before > 1) this.#note("refreshes", `${after - before} refreshes for one generation`);
  }

  async #ask({ subject }: Known, service: TokenService, asked: Asked): Promise<VendedToken | undefined> {
    const { companyId, provider: connectionType } = subject;
    const startMs = this.world.simulator.clock.nowMs();
    try {
      const request = { companyId, connectionType, via: VIA, ...asked };
      const answer = await actAs(KEY, async () => service.vendToken(request));
      if (answer.expiresAtMs <= startMs)
        this.#note("expired", `a token that ended ${startMs - answer.expiresAtMs} ms ago`);
      this.#count(answer.confirmed ? "confirmed" : "handed out");
      return answer;
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code === "invalid_input") throw error;
      this.#count(error.code);
      return undefined;
    }
  }

  async #disconnect(known: Known, service: TokenService): Promise<void> {
    const { companyId, provider: connectionType } = known.subject;
    await actAs(ADMIN, () => service.disconnect({ companyId, connectionType }));
    known.connected = false;
    for (const each of this.services) {
      const isOver = async () => (await this.#ask(known, each, {})) === undefined;
      await until("a disconnect was heard of", isOver, 5, HEARD_MS).catch(() =>
        this.#note("ended", "a token after a disconnect"),
      );
    }
  }

  async #reconnect(known: Known, random: Random): Promise<void> {
    const { subject } = known;
    this.world.simulator.control.clearFaults();
    const choice = choiceOf(subject.provider, subject);
    const params = await this.world.beginConsent(subject.provider, subject.companyId, choice, "reconnect");
    const { outcome } = await this.world.completeConsent(subject.provider, params);
    if (outcome !== "connected") throw new Error(`A reconnect ended as ${outcome}`);
    known.connected = true;
    await this.#informed(known, random.pick(this.services), {});
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  #note(wrong: keyof typeof NOTHING_WRONG, note: string): void {
    this.#wrong[wrong]++;
    if (this.#notes.length < 10) this.#notes.push(`${wrong}: ${note}`);
  }

  #outcome(steps: number): Outcome {
    const wrong = this.#wrong;
    return {
      ran: `${steps} steps of ${SUBJECTS} connections over two engines, virtual time between them`,
      checks: [
        { what: "expired tokens given or confirmed", seen: wrong.expired, wanted: 0 },
        { what: "older tokens given to callers who told of a newer one", seen: wrong.older, wanted: 0 },
        { what: "older tokens given 2 s after a newer one", seen: wrong.olderForLong, wanted: 0 },
        { what: "tokens confirmed that are not the caller's own", seen: wrong.misconfirmed, wanted: 0 },
        { what: "tokens given 2 s after a disconnect", seen: wrong.ended, wanted: 0 },
        {
          what: "reports of one generation that caused more than one refresh",
          seen: wrong.refreshes,
          wanted: 0,
        },
        { what: "answers that are neither a token nor a typed failure", seen: wrong.untyped, wanted: 0 },
      ],
      counts: this.#counts,
      notes: this.#notes,
    };
  }
}
