import { seededRandom } from "@/dev/demo/random";
import { ADMIN, BROWSER, choiceOf } from "@/dev/world/consent";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import type { Database } from "@/lib/db";
import type { TokenEngine } from "@/lib/token/engine";
import type { ProviderModule } from "@/lib/token/providers/provider";
import { providerModules } from "@/lib/token/providers/registry";
import { type ChaosWorld, NO_GRACE, openChaosWorld, together } from "../harness/chaos-world";
import { gate, interleave } from "../harness/interleave";
import { isAccepted } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const FULL_RACES = 500;
const AT_ONCE = 4;

/** A customer reconnects while their old grant is being refreshed, in every order of their steps that chance finds. */
export const reconnectRaces: Scenario = {
  name: "reconnect-races",
  threat: 8,
  title: "interleavings of a reconnect and an old refresh; the new grant wins",
  run: async (site, scale) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), knobs: NO_GRACE });
    const engines: TokenEngine[] = [];
    try {
      for (let nth = 0; nth < 2; nth++) engines.push(await startGated(world));
      return await runRaces(world, engines, times(FULL_RACES, scale));
    } finally {
      await Promise.all(engines.map((engine) => engine.stop()));
      await world.close();
    }
  },
};

async function runRaces(world: ChaosWorld, engines: readonly TokenEngine[], races: number): Promise<Outcome> {
  const [refreshing, reconnecting] = engines;
  if (!refreshing || !reconnecting) throw new Error("A race needs two engines");
  const lost: string[] = [];
  const ends = { refreshFirst: 0, refreshOvertaken: 0, refreshRefused: 0 };
  await together(races, AT_ONCE, async (seed) => {
    const [subject] = await world.connect(seed % 2 === 0 ? "qbo" : "xero", 1);
    if (!subject) throw new Error("No company was connected");
    await expire(world.database, [subject]);
    const { companyId, provider } = subject;
    const params = await world.beginConsent(provider, companyId, choiceOf(provider, subject), "reconnect");
    const callback = { connectionType: provider, params, actor: ADMIN, browserKey: BROWSER };
    let reconnected = "not at all";
    let refreshed: keyof typeof ends = "refreshRefused";
    await interleave(seededRandom(seed), [
      async () => {
        await refreshing.service.getValidToken(companyId, provider, "developer");
        refreshed = reconnected === "not at all" ? "refreshFirst" : "refreshOvertaken";
      },
      async () => {
        reconnected = (await reconnecting.service.completeConsent(callback)).outcome;
      },
    ]);
    ends[refreshed]++;
    const newGrantServes = await servesNewGrant(world, subject);
    if (reconnected !== "connected" || !newGrantServes) lost.push(`race ${seed}: reconnected ${reconnected}`);
  });
  return {
    ran: `${races} races of two engines, step by step in an order drawn anew each time`,
    checks: [{ what: "races that the new grant won", seen: races - lost.length, wanted: races }],
    counts: ends,
    notes: lost.slice(0, 5),
  };
}

/** Whether a refresh of what is stored now reaches the provider's newest grant and brings a good token. */
async function servesNewGrant(world: ChaosWorld, subject: Subject): Promise<boolean> {
  await expire(world.database, [subject]);
  const { service } = world.engine;
  const token = await service.getValidToken(subject.companyId, subject.provider, "developer").catch(() => "");
  const mine = world.simulator.control.grants().filter(({ owner }) => owner === subject.owner);
  const newest = mine.at(-1);
  const counters = world.simulator.control.counters().grants[newest?.id ?? ""];
  return mine.length === 2 && (counters?.refreshes ?? 0) > 0 && (await isAccepted(world, subject, token));
}

/** An engine that waits its turn before every statement, every request and every answer. */
function startGated({ settings, database, simulator }: ChaosWorld): Promise<TokenEngine> {
  const providers = providerModules.map(
    (module): ProviderModule => ({
      ...module,
      create: (config, deps) => module.create(config, { ...deps, fetch: gatedFetch }),
    }),
  );
  return startTokens(settings, gatedDatabase(database), simulator.clock, { providers });
}

const gatedFetch: typeof fetch = async (...request) => {
  await gate();
  const answer = await fetch(...request);
  await gate();
  return answer;
};

function gatedDatabase(database: Database): Database {
  return {
    ...database,
    query: async (text, values) => {
      await gate();
      return database.query(text, values);
    },
    transaction: async (work) => {
      await gate();
      return database.transaction(async (tx) => {
        const result = await work({
          query: async (text, values) => {
            await gate();
            return tx.query(text, values);
          },
        });
        await gate();
        return result;
      });
    },
  };
}
