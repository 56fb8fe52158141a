import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultEffect } from "./faults";
import { type Answer, type Call, form } from "./http";
import type { Grant, Provider } from "./model";
import { refusalOf } from "./refusals";
import { grantOfRequest, type Route, tenantOfRequest } from "./routes";
import { grantCounters, type Simulation } from "./simulation";

/** Serves one request of a provider's: counts it, lets faults meet it, answers. */
export async function serveProvider(
  sim: Simulation,
  route: Route,
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const grant = grantOfRequest(sim, route, call);
  const tenantId = tenantOfRequest(sim, route, call, grant);
  const grantType = route.endpoint === "token" ? (form(call).get("grant_type") ?? undefined) : undefined;
  count(sim, route, grantType);
  const keys: string[] = [];
  try {
    if (grant && grantType === "refresh_token") {
      call.overlapsRefresh = noteAttempt(sim, grant, enter(sim, keys, `refresh ${grant.id}`));
    }
    if (tenantId !== undefined) call.inFlightForTenant = enter(sim, keys, `tenant ${tenantId}`);
    const subject = { ...route, grantType, grantId: grant?.id, tenantId };
    const effects = sim.faults.meet(subject, sim.clock.nowMs());
    sim.counters.of(route.provider).faultsApplied += effects.length;
    const answer = await answerUnderFaults(sim, route, call, effects, closing);
    await deliver(answer, effects, route.provider, request, response, closing);
  } finally {
    for (const key of keys) sim.counters.leave(key);
  }
}

function enter(sim: Simulation, keys: string[], key: string): number {
  keys.push(key);
  return sim.counters.enter(key);
}

function count(sim: Simulation, route: Route, grantType: string | undefined): void {
  const counters = sim.counters.of(route.provider);
  if (route.endpoint === "token") {
    const known = grantType === "authorization_code" || grantType === "refresh_token";
    counters.tokenRequests[known ? grantType : "other"] += 1;
  }
  if (route.endpoint === "api") counters.apiCalls += 1;
  if (route.endpoint === "connections") counters.connectionsCalls += 1;
  if (route.endpoint === "revoke") counters.revokes += 1;
}

function noteAttempt(sim: Simulation, grant: Grant, inFlight: number): boolean {
  const counters = grantCounters(sim, grant);
  const provider = sim.counters.of(grant.provider);
  sim.counters.attemptRefresh(counters, sim.clock.nowMs());
  counters.maxRefreshesInFlight = Math.max(counters.maxRefreshesInFlight, inFlight);
  provider.maxRefreshesInFlightPerGrant = Math.max(provider.maxRefreshesInFlightPerGrant, inFlight);
  return inFlight > 1;
}

/** What is answered; undefined cuts the socket. */
async function answerUnderFaults(
  sim: Simulation,
  route: Route,
  call: Call,
  effects: FaultEffect[],
  closing: AbortSignal,
): Promise<Answer | undefined> {
  const latencyMs = effects.reduce(
    (sum, effect) => sum + (effect.kind === "latency" ? effect.delayMs : 0),
    0,
  );
  // A client that hangs up meanwhile changes nothing: the provider has its request and carries on.
  if (latencyMs > 0) await wait(latencyMs, undefined, { signal: closing });
  if (effects.some(({ kind }) => kind === "reset")) return undefined;
  if (effects.some((effect) => effect.kind === "html" && effect.processed)) route.handle(sim, call);
  for (const effect of effects) {
    const refusal = refusalOf(sim, route, effect);
    if (refusal) return refusal;
  }
  if (!route.methods.includes(call.method)) {
    return { status: 405, headers: { allow: route.methods.join(", ") }, body: "" };
  }
  const answer = route.handle(sim, call);
  if (effects.some(({ kind }) => kind === "dropResponse")) return undefined;
  return answer.status === 200 ? effects.reduce(withOtherFields, answer) : answer;
}

function withOtherFields(answer: Answer, effect: FaultEffect): Answer {
  if (effect.kind !== "omitFields" && effect.kind !== "setFields") return answer;
  const body: Record<string, unknown> = JSON.parse(answer.body);
  if (effect.kind === "setFields") Object.assign(body, effect.fields);
  else for (const field of effect.fields) delete body[field];
  return { ...answer, body: JSON.stringify(body) };
}

async function deliver(
  answer: Answer | undefined,
  effects: FaultEffect[],
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  if (answer === undefined) {
    request.socket.resetAndDestroy();
    return;
  }
  if (response.destroyed) return; // its caller left during the latency: no close is to come
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const signal = AbortSignal.any([closing, gone.signal]);
  for (const effect of effects) {
    if (effect.kind === "delayResponse") await wait(effect.delayMs, undefined, { signal });
  }
  const reference = randomUUID();
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(provider === "qbo"
      ? { intuit_tid: `1-${reference.slice(0, 8)}-${reference.replaceAll("-", "").slice(8)}` }
      : { "xero-correlation-id": reference }),
    "content-length": Buffer.byteLength(answer.body),
  });
  const slow = effects.find((effect) => effect.kind === "slowBody");
  const body = Buffer.from(answer.body);
  for (let sent = 0; slow && sent < body.length; sent += slow.bytes) {
    response.write(body.subarray(sent, sent + slow.bytes));
    await wait(slow.everyMs, undefined, { signal });
  }
  const closed = new Promise((resolve) => response.once("close", resolve));
  response.end(slow ? undefined : body);
  await closed;
}
