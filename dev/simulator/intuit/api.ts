import { type Answer, acceptsJson, bearerToken, type Call, escapeMarkup, json, xml } from "../http";
import type { Grant, IntuitCompany } from "../model";
import type { Simulation } from "../simulation";
import {
  authenticationFailed,
  authorizationFailed,
  queryRejected,
  subscriptionLapsed,
  throttled,
  wrongRealm,
} from "./faults";

const ACCOUNTING = "com.intuit.quickbooks.accounting";

/** `/v3/company/{realmId}/…`, read only. */
export function quickBooksApi(sim: Simulation, call: Call, realmId: string, resource: string): Answer {
  const nowMs = sim.clock.nowMs();
  const access = sim.grants.accessTokens.get(bearerToken(call) ?? "");
  const grant = access && sim.grants.grants.get(access.grantId);
  if (!grant || access.expiresAtMs <= nowMs || !accessLives(grant)) return authenticationFailed(nowMs);
  if (grant.provider !== "qbo") return authenticationFailed(nowMs);
  if (grant.realmId !== realmId) return wrongRealm(nowMs);
  if (!grant.scopes.includes(ACCOUNTING) || !sim.world.requireIntuitUser(grant.userId).admin) {
    return authorizationFailed(nowMs);
  }
  if (isThrottled(sim, realmId)) return throttled(nowMs);
  const company = sim.world.requireCompany(realmId);
  if (!company.subscriptionActive) {
    return subscriptionLapsed(sim.knobs.intuit.subscriptionLapsedStatus, nowMs);
  }
  if (resource === `companyinfo/${realmId}`) return companyInfo(call, company, nowMs);
  if (resource === "query") return queried(call, company, nowMs);
  return json(404, { error: "The simulator knows companyinfo and query only" });
}

export function intuitUserInfo(sim: Simulation, call: Call): Answer {
  const access = sim.grants.accessTokens.get(bearerToken(call) ?? "");
  const grant = access && sim.grants.grants.get(access.grantId);
  const dead = !grant || access.expiresAtMs <= sim.clock.nowMs() || !accessLives(grant);
  if (dead || grant.provider !== "qbo") return json(401, { error: "invalid_token" });
  if (!grant.scopes.includes("openid")) return json(403, { error: "insufficient_scope" });
  const user = sim.world.requireIntuitUser(grant.userId);
  const [givenName, ...rest] = user.name.split(" ");
  return json(200, {
    sub: user.userId,
    ...(grant.scopes.includes("email") && { email: user.email, emailVerified: true }),
    ...(grant.scopes.includes("profile") && { givenName, familyName: rest.join(" ") }),
  });
}

/** A superseded grant's access token runs out by itself; every other end kills it at once. */
function accessLives(grant: Grant): boolean {
  return grant.endedBy === undefined || grant.endedBy === "superseded";
}

function isThrottled(sim: Simulation, realmId: string): boolean {
  if (!sim.knobs.rateLimits) return false;
  const limits = [
    { key: `qbo second ${realmId}`, perMs: 1_000, max: 10 },
    { key: `qbo minute ${realmId}`, perMs: 60_000, max: 500 },
  ];
  const exceeded = sim.limits.spend(limits, sim.clock.nowMs()).some((limit) => limit.exceeded);
  if (exceeded) sim.counters.of("qbo").rateLimited += 1;
  return exceeded;
}

function companyInfo(call: Call, company: IntuitCompany, nowMs: number): Answer {
  const time = new Date(nowMs).toISOString();
  const name = company.name;
  if (!acceptsJson(call)) {
    return xml(
      200,
      `<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="${time}"><CompanyInfo domain="QBO" ` +
        `sparse="false"><Id>1</Id><CompanyName>${escapeMarkup(name)}</CompanyName></CompanyInfo></IntuitResponse>`,
    );
  }
  // Id is "1" for every company, as in reality: only the realmId in the address tells companies apart.
  const info = { CompanyName: name, LegalName: name, domain: "QBO", sparse: false, Id: "1", SyncToken: "4" };
  const places = { Country: "US", SupportedLanguages: "en", FiscalYearStartMonth: "January" };
  const stamps = { CreateTime: "2021-03-02T08:00:00-08:00", LastUpdatedTime: time };
  return json(200, { CompanyInfo: { ...info, ...places, MetaData: stamps }, time });
}

function queried(call: Call, company: IntuitCompany, nowMs: number): Answer {
  const query = call.query.get("query") ?? "";
  const time = new Date(nowMs).toISOString();
  const what = /^\s*select\s+(count\(\*\)|\*)\s+from\s+(invoice|companyinfo)\b/i.exec(query);
  if (!what) return queryRejected(query, nowMs);
  const counts = what[1]?.toLowerCase() === "count(*)";
  if (what[2]?.toLowerCase() === "companyinfo") {
    const info = { CompanyName: company.name, Id: "1", domain: "QBO" };
    return json(200, { QueryResponse: counts ? { totalCount: 1 } : { CompanyInfo: [info] }, time });
  }
  const Invoice = invoicesOf(company);
  const listed = { Invoice, startPosition: 1, maxResults: Invoice.length };
  return json(200, { QueryResponse: counts ? { totalCount: Invoice.length } : listed, time });
}

/** A handful of invoices that differ between companies and never between calls. */
function invoicesOf(company: IntuitCompany) {
  const count = 3 + (Number(company.realmId.replace(/\D/g, "").slice(-2)) % 5);
  return Array.from({ length: count }, (_, index) => ({
    Id: String(index + 1),
    DocNumber: String(1001 + index),
    TxnDate: `2025-0${1 + (index % 9)}-15`,
    TotalAmt: 120 * (index + 1),
    Balance: index % 2 === 0 ? 0 : 120 * (index + 1),
    CustomerRef: { value: String(10 + index), name: `Customer ${index + 1}` },
  }));
}
