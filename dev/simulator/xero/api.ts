import { randomUUID } from "node:crypto";
import { type Answer, acceptsJson, type Call, escapeMarkup, json, xml } from "../http";
import type { Grant, XeroOrganisation } from "../model";
import type { Simulation } from "../simulation";
import { xeroAccess } from "./access";
import { organisationNotAuthorised, scopeMissing } from "./problems";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const SCOPES: Record<string, RegExp> = {
  Organisation: /^accounting\.settings(\.read)?$/,
  Invoices: /^accounting\.(transactions|invoices)(\.read)?$/,
};

/** `/api.xro/2.0/{resource}` of the organisation named by the header `xero-tenant-id`. */
export function xeroApi(sim: Simulation, call: Call, resource: string): Answer {
  const access = xeroAccess(sim, call);
  if ("refusal" in access) return access.refusal;
  const tenantId = String(call.headers["xero-tenant-id"] ?? "").toLowerCase();
  if (!isConnected(sim, access.grant, tenantId)) return organisationNotAuthorised(sim);
  const { limited, headers } = spendLimits(sim, call, tenantId);
  if (limited) return { status: 429, headers, body: "" };
  const answer = resourceAnswer(sim, call, access.grant, sim.world.requireOrganisation(tenantId), resource);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function isConnected(sim: Simulation, grant: Grant, tenantId: string): boolean {
  return sim.world
    .connectionsOf(grant.userId, grant.clientId)
    .some((connection) => connection.tenantId === tenantId);
}

function spendLimits(sim: Simulation, call: Call, tenantId: string) {
  const limits = [
    { key: `xero minute ${tenantId}`, perMs: MINUTE_MS, max: 60 },
    { key: `xero day ${tenantId}`, perMs: DAY_MS, max: sim.knobs.xero.dayLimit },
    { key: "xero app minute", perMs: MINUTE_MS, max: 10_000 },
  ];
  const states = sim.knobs.rateLimits ? sim.limits.spend(limits, sim.clock.nowMs()) : [];
  const remaining = limits.map((limit, index) => String(states[index]?.remaining ?? limit.max));
  const headers: Record<string, string> = {
    "x-minlimit-remaining": remaining[0] ?? "",
    "x-daylimit-remaining": remaining[1] ?? "",
    "x-appminlimit-remaining": remaining[2] ?? "",
  };
  const problems = ["minute", "day", "appminute"];
  const exceededIndex = states.findIndex((state) => state.exceeded);
  const crowded = sim.knobs.rateLimits && call.inFlightForTenant > 5;
  const limited = crowded || exceededIndex >= 0;
  if (limited) {
    sim.counters.of("xero").rateLimited += 1;
    headers["x-rate-limit-problem"] = problems[exceededIndex] ?? "concurrent";
    headers["retry-after"] = String(Math.ceil((states[exceededIndex]?.resetsInMs ?? 1_000) / 1000));
  }
  return { limited, headers };
}

function resourceAnswer(
  sim: Simulation,
  call: Call,
  grant: Grant,
  organisation: XeroOrganisation,
  resource: string,
): Answer {
  const needed = SCOPES[resource];
  if (needed === undefined) return json(404, { Title: "Not Found", Status: 404 });
  if (!grant.scopes.some((scope) => needed.test(scope))) return scopeMissing(sim);
  const nowMs = sim.clock.nowMs();
  if (!acceptsJson(call)) {
    const name = escapeMarkup(organisation.name);
    return xml(200, `<Response><Status>OK</Status><OrganisationName>${name}</OrganisationName></Response>`);
  }
  const envelope = {
    Id: randomUUID(),
    Status: "OK",
    ProviderName: "Countersign simulator",
    DateTimeUTC: `/Date(${nowMs})/`,
  };
  if (resource === "Invoices") return json(200, { ...envelope, Invoices: invoicesOf(organisation) });
  return json(200, { ...envelope, Organisations: [organisationBody(organisation)] });
}

function organisationBody(organisation: XeroOrganisation) {
  return {
    Name: organisation.name,
    LegalName: organisation.name,
    PaysTax: true,
    Version: "NZ",
    OrganisationType: "COMPANY",
    BaseCurrency: "NZD",
    CountryCode: "NZ",
    IsDemoCompany: organisation.name.startsWith("Demo "),
    OrganisationStatus: "ACTIVE",
    FinancialYearEndDay: 31,
    FinancialYearEndMonth: 3,
    Timezone: "NEWZEALANDSTANDARDTIME",
    OrganisationID: organisation.tenantId,
    Edition: "BUSINESS",
    Class: "PREMIUM",
  };
}

/** A handful of invoices that differ between organisations and never between calls. */
function invoicesOf(organisation: XeroOrganisation) {
  const count = 2 + (Number.parseInt(organisation.tenantId.slice(-2), 16) % 5);
  return Array.from({ length: count }, (_, index) => ({
    Type: "ACCREC",
    InvoiceID: `${organisation.tenantId.slice(0, -4)}${String(index + 1).padStart(4, "0")}`,
    InvoiceNumber: `INV-${String(index + 1).padStart(4, "0")}`,
    Status: index % 2 === 0 ? "PAID" : "AUTHORISED",
    CurrencyCode: "NZD",
    Total: 115 * (index + 1),
    AmountDue: index % 2 === 0 ? 0 : 115 * (index + 1),
    Contact: { Name: `Customer ${index + 1}` },
  }));
}
