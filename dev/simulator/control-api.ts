import { z } from "zod";
import type { SimulatorControl } from "./control";
import { type Answer, type Call, json } from "./http";
import type { Simulation } from "./simulation";

const provider = z.enum(["qbo", "xero"]);
const name = z.string().min(1);
const realmId = z.string().regex(/^\d+$/);
const idList = z.array(z.string());

const consentScript = z.strictObject({
  provider,
  authorizeUrl: z.url(),
  deny: z.boolean().optional(),
  error: z.string().optional(),
  realmId: realmId.optional(),
  userId: z.string().optional(),
  xeroUserId: z.string().optional(),
  tenantIds: idList.optional(),
});

const grantTarget = z.strictObject({
  provider,
  grantId: z.string().optional(),
  realmId: realmId.optional(),
  xeroUserId: z.string().optional(),
});

type Verb = (control: SimulatorControl, sim: Simulation) => unknown;

const READS: Record<string, Verb> = {
  clock: (_control, sim) => clockState(sim),
  world: (control) => control.world(),
  grants: (control) => control.grants(),
  knobs: (control) => control.knobs(),
  faults: (control) => control.faults(),
  counters: (control) => control.counters(),
  issuedTokens: (control) => control.issuedTokens(),
  state: (control, sim) => ({
    clock: clockState(sim),
    knobs: control.knobs(),
    world: control.world(),
    grants: control.grants(),
    faults: control.faults(),
    counters: control.counters(),
  }),
};

function verb<T>(
  schema: z.ZodType<T>,
  run: (control: SimulatorControl, input: T, sim: Simulation) => unknown,
) {
  return (control: SimulatorControl, sim: Simulation, body: unknown) => run(control, schema.parse(body), sim);
}

const nothing = z.strictObject({});

const VERBS: Record<string, ReturnType<typeof verb>> = {
  "clock/advance": verb(z.strictObject({ ms: z.number() }), (_control, { ms }, sim) => {
    sim.clock.advance(ms);
    return clockState(sim);
  }),
  "clock/setTo": verb(z.strictObject({ ms: z.number() }), (_control, { ms }, sim) => {
    sim.clock.setTo(ms);
    return clockState(sim);
  }),
  "clock/setRate": verb(z.strictObject({ rate: z.number() }), (_control, { rate }, sim) => {
    sim.clock.setRate(rate);
    return clockState(sim);
  }),
  registerRedirectUri: verb(z.strictObject({ provider, uri: z.url() }), (control, input) =>
    control.registerRedirectUri(input.provider, input.uri),
  ),
  setClientSecret: verb(z.strictObject({ provider, clientSecret: z.string().min(1) }), (control, input) =>
    control.setClientSecret(input.provider, input.clientSecret),
  ),
  addIntuitCompany: verb(z.strictObject({ name, realmId: realmId.optional() }), (control, input) =>
    control.addIntuitCompany(input),
  ),
  addIntuitUser: verb(
    z.strictObject({ name, admin: z.boolean(), realmIds: z.union([z.literal("all"), idList]) }),
    (control, input) => control.addIntuitUser(input),
  ),
  setIntuitAdmin: verb(z.strictObject({ userId: z.string(), admin: z.boolean() }), (control, input) =>
    control.setIntuitAdmin(input),
  ),
  setIntuitSubscription: verb(z.strictObject({ realmId, active: z.boolean() }), (control, input) =>
    control.setIntuitSubscription(input),
  ),
  renameIntuitCompany: verb(z.strictObject({ realmId, name }), (control, input) =>
    control.renameIntuitCompany(input),
  ),
  renameXeroOrganisation: verb(z.strictObject({ tenantId: z.string(), name }), (control, input) =>
    control.renameXeroOrganisation(input),
  ),
  addXeroUser: verb(z.strictObject({ name }), (control, input) => control.addXeroUser(input)),
  addXeroOrganisation: verb(
    z.strictObject({ name, tenantId: z.uuid().optional(), userIds: idList.optional() }),
    (control, input) => control.addXeroOrganisation(input),
  ),
  consent: verb(consentScript, (control, input) => control.consent(input)),
  revokeGrant: verb(grantTarget, (control, input) => control.revokeGrant(input)),
  endAccessTokens: verb(grantTarget, (control, input) => control.endAccessTokens(input)),
  removeXeroOrganisation: verb(
    z.strictObject({ tenantId: z.string(), xeroUserId: z.string().optional() }),
    (control, input) => control.removeXeroOrganisation(input),
  ),
  setKnobs: verb(z.record(z.string(), z.unknown()), (control, input) => control.setKnobs(input)),
  addFault: verb(z.custom<Parameters<SimulatorControl["addFault"]>[0]>(), (control, input) =>
    control.addFault(input),
  ),
  clearFaults: verb(z.strictObject({ id: z.string().optional() }), (control, { id }) =>
    control.clearFaults(id),
  ),
  resetCounters: verb(nothing, (control) => control.resetCounters()),
  reset: verb(nothing, (control) => control.reset()),
};

/** `GET /control/{what}` reads, `POST /control/{verb}` with a JSON object acts. */
export function serveControl(sim: Simulation, control: SimulatorControl, call: Call): Answer {
  const what = call.path.slice("/control/".length);
  try {
    if (call.method === "GET" && READS[what]) return json(200, READS[what](control, sim));
    if (call.method === "POST" && VERBS[what]) {
      const body: unknown = call.body === "" ? {} : JSON.parse(call.body);
      return json(200, VERBS[what](control, sim, body) ?? {});
    }
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return json(400, { error: message });
  }
  const known = { GET: Object.keys(READS), POST: Object.keys(VERBS) };
  return json(404, { error: `No control answers ${call.method} ${what}`, known });
}

function clockState(sim: Simulation) {
  return { nowMs: sim.clock.nowMs(), rate: sim.clock.rate };
}
