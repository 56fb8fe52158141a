import type { StackServices } from "../stack";
import { companies, type DemoCompany, otherBooks } from "./companies";
import { outage } from "./daily-life";
import type { PersonKey } from "./people";
import { type Random, seededRandom } from "./random";
import type { Scene } from "./scene";
import { type Link, openStage, type Stage } from "./stage";
import { createTimeline, DAY_MS, HOUR_MS, MINUTE_MS } from "./timeline";

const SEED = 20_261_123;

/** How long ago the demo's past begins: beyond the 100 days after which an unused QuickBooks grant ends. */
export const PAST_MS = 130 * DAY_MS;

/** Firms and people have no pattern in their digits; these have none we chose. */
const REALM_PREFIX = "93414529";

/**
 * Lives through the demo's past: every consent, vend, refresh, check and failure really happens between the
 * product's own code and the simulator, on the simulator's clock, which ends at the real time.
 *
 * @param onHired Told the admin's id once the people exist, before anything else does.
 * @param whose Whose past; all forty companies' unless said.
 * @param onEvent Told after each event how many of all have been lived through.
 */
export async function seedDemo(
  { simulator, env }: Pick<StackServices, "simulator" | "env">,
  onHired: (adminId: string) => void,
  whose: readonly DemoCompany[] = companies,
  onEvent?: (lived: number, all: number) => void,
): Promise<{ events: number }> {
  const nowMs = Date.now();
  // The list of issued tokens is for tests that look for leaks; here it would only make the state file large.
  simulator.control.setKnobs({ recordIssuedTokens: false });
  const stage = await openStage(simulator, env);
  try {
    onHired(stage.cast.idOf("admin"));
    const scene = { stage, timeline: createTimeline(simulator.clock, nowMs), random: seededRandom(SEED) };
    planTeam(scene);
    planOutage(scene);
    planCompanies(scene, whose);
    planJudgements(scene);
    return await scene.timeline.play(onEvent);
  } finally {
    await stage.close();
  }
}

const MONDAY = 1;

/** Mondays begin with signing in; once somebody mistypes, and one admin leaves. */
function planTeam({ stage, timeline, random }: Scene): void {
  const leaves = 60;
  for (let day = 127; day >= 0; day--) {
    const signingIn: PersonKey[] = ["admin", "support", "finance"];
    if (day > leaves) signingIn.push("formerAdmin");
    if (timeline.weekday(day) !== MONDAY) continue;
    for (const person of signingIn) {
      timeline.at(timeline.moment(day, 8 + random.next()), () => stage.cast.signIn(person));
    }
    timeline.at(timeline.moment(day, 17.1), () => stage.cast.closeTheDay());
  }
  timeline.at(timeline.moment(23, 8.01), () => stage.cast.mistypePassword("support"));
  timeline.at(timeline.moment(23, 8.02), () => stage.cast.signIn("support"));
  timeline.at(timeline.moment(leaves, 17), () => stage.cast.leave("formerAdmin"));
  timeline.at(timeline.moment(9, 11), () => stage.tellByMail("connections@countersign.test", "admin"));
}

function planOutage({ stage, timeline }: Scene): void {
  const { daysAgo, fromHour, untilHour } = outage;
  for (const endpoint of ["token", "api"] as const) {
    timeline.at(timeline.moment(daysAgo, fromHour), () => {
      stage.simulator.control.addFault({
        provider: "qbo",
        endpoint,
        effect: { kind: "status", status: 503 },
        forMs: (untilHour - fromHour) * HOUR_MS,
      });
    });
  }
}

/** Often around the outage, as a running Countersign would; at other times nothing of a provider's happens to judge. */
function planJudgements({ stage, timeline }: Scene): void {
  const judge = () => stage.judge();
  for (let day = PAST_MS / DAY_MS - 1; day >= 0; day--) timeline.at(timeline.moment(day, 4), judge);
  const { daysAgo, fromHour, untilHour } = outage;
  const [fromMs, untilMs] = [timeline.moment(daysAgo, fromHour), timeline.moment(daysAgo, untilHour)];
  for (let minute = 0; minute < 30; minute++) {
    for (const start of [fromMs, untilMs]) timeline.at(start + minute * MINUTE_MS, judge);
  }
  for (let at = fromMs; at < untilMs; at += 15 * MINUTE_MS) timeline.at(at, judge);
  timeline.at(timeline.minutesAgo(3), judge);
}

function planCompanies(scene: Scene, whose: readonly DemoCompany[]): void {
  const { stage, timeline, random } = scene;
  const { control } = stage.simulator;
  for (const { name, realmId } of Object.values(otherBooks)) control.addIntuitCompany({ name, realmId });
  const bookkeeper = control.world().xeroUsers[0]?.xeroUserId;
  if (bookkeeper === undefined)
    throw new Error("The simulator has no Xero user to keep several companies' books");
  for (const company of whose) {
    timeline.at(timeline.moment(company.since, 9.5), () => stage.enrol(company.name, enrolledBy(company)));
    if (company.qbo) company.qbo(scene, quickBooksLink(stage, random, company), company.since);
    if (company.xero) company.xero(scene, xeroLink(stage, random, company, bookkeeper), xeroSince(company));
  }
}

/** Whoever uses both providers came for QuickBooks first. */
function xeroSince({ qbo, since }: DemoCompany): number {
  return qbo ? since - 6 : since;
}

function enrolledBy({ since }: DemoCompany): PersonKey {
  return since > 60 ? "formerAdmin" : "admin";
}

function quickBooksLink({ simulator }: Stage, random: Random, company: DemoCompany): Link {
  const { name: companyName, legalForm } = company;
  const tenantId = company.realmId ?? `${REALM_PREFIX}${random.digits(8)}`;
  simulator.control.addIntuitCompany({ name: `${companyName} ${legalForm}`, realmId: tenantId });
  // The default user, an admin of every company there is: in the demo, whoever clicks can reconnect any of them.
  const customerId = simulator.control.world().intuitUsers.find(({ admin }) => admin)?.userId ?? "";
  return { companyName, provider: "qbo", tenantId, customerId };
}

function xeroLink({ simulator }: Stage, random: Random, company: DemoCompany, bookkeeper: string): Link {
  const { name: companyName, legalForm } = company;
  const owner = company.sharedBookkeeper
    ? bookkeeper
    : simulator.control.addXeroUser({ name: `${random.pick(GIVEN)} ${random.pick(FAMILY)}` }).xeroUserId;
  const { tenantId } = simulator.control.addXeroOrganisation({
    name: `${companyName} ${legalForm}`,
    tenantId: random.uuid(),
    // The bookkeeper is let into all of them, so that in the demo one person can reconnect any.
    userIds: [...new Set([owner, bookkeeper])],
  });
  return { companyName, provider: "xero", tenantId, customerId: owner };
}

const GIVEN = ["Aroha", "Ben", "Carmen", "Dewi", "Elena", "Farid", "Hana", "Isaac", "Jo", "Leilani"] as const;
const FAMILY = [
  "Abbott",
  "Bianchi",
  "Chen",
  "Dalgaard",
  "Evans",
  "Fraser",
  "Ngata",
  "Okoye",
  "Pereira",
] as const;
