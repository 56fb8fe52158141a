import { createHash } from "node:crypto";

/** The past that the audit log's measurements are made of: its size, and what stands in it by name. */
export interface AuditPast {
  rows: number;
  /** The newest row's time, on the hour; the past ends there, the same at every size. */
  endMs: number;
  /** How long it lasted; two years unless given. */
  pastMs?: number;
}

export const COMPANIES = 5_000;
export const USERS = 200;
/** Two years: at ten million rows, 14,000 a day. */
export const PAST_MS = 730 * 86_400_000;
const CHUNK_ROWS = 2_000;

export const companyId = (index: number) => `cmp${index.toString(36).padStart(22, "0")}`;
export const userId = (index: number) => `usr${index.toString(36).padStart(22, "0")}`;

interface Operation {
  weight: number;
  operation: string;
  method: string;
  endpoints: Record<"qbo" | "xero" | "", readonly string[]>;
  /** Of a thousand. */
  failures: number;
  by: "service" | "system" | "user";
}

const QBO = [
  "companyinfo",
  "query",
  "invoice",
  "bill",
  "payment",
  "customer",
  "vendor",
  "account",
  "reports",
  "cdc",
];
const XERO = [
  "Organisation",
  "Invoices",
  "Contacts",
  "Payments",
  "Accounts",
  "BankTransactions",
  "Journals",
  "Items",
];
const same = (endpoint: string) => ({ qbo: [endpoint], xero: [endpoint], "": [endpoint] });
const api = {
  qbo: QBO.map((name) => `/v3/company/${name}`),
  xero: XERO.map((name) => `/api.xro/2.0/${name}`),
  "": [],
};
const tokenEndpoints = { qbo: ["/oauth2/v1/tokens/bearer"], xero: ["/connect/token"], "": [] };
const probes = { qbo: ["/v3/company/companyinfo"], xero: ["/connections"], "": [] };

/** What happens, a million times each; a rare operation stands beside one that is half of all rows. */
const OPERATIONS: readonly Operation[] = [
  operation(440_000, "token.vend", "CALL", same("tokenService.getValidToken"), 15, "service"),
  operation(290_000, "api.call", "GET", api, 35, "service"),
  operation(90_000, "api.call", "POST", api, 60, "service"),
  operation(90_000, "token.refresh", "POST", tokenEndpoints, 20, "system"),
  operation(60_000, "connection.check", "GET", probes, 25, "system"),
  operation(15_000, "token.client", "CALL", same("tokenService.getOAuthClient"), 15, "service"),
  operation(6_000, "session.sign_in", "POST", same("/sign-in"), 80, "user"),
  operation(3_000, "session.sign_out", "POST", same("/sign-out"), 0, "user"),
  operation(2_500, "health.change", "EVENT", same("/health/unhealthy"), 0, "system"),
  operation(1_500, "access.refuse", "GET", same("/settings"), 1_000, "user"),
  operation(800, "connection.authorize", "GET", same("/authorize"), 0, "user"),
  operation(500, "connection.reconnect", "POST", tokenEndpoints, 0, "user"),
  operation(300, "connection.refuse", "GET", same("/callback"), 1_000, "user"),
  operation(200, "connection.connect", "POST", tokenEndpoints, 0, "user"),
  operation(100, "connection.disconnect", "POST", same("/disconnect"), 0, "user"),
  operation(50, "company.create", "POST", same("/companies"), 0, "user"),
  operation(5, "user.change", "POST", same("/users"), 0, "user"),
];

function operation(
  weight: number,
  operation: string,
  method: string,
  endpoints: Operation["endpoints"],
  failures: number,
  by: Operation["by"],
): Operation {
  return { weight, operation, method, endpoints, failures, by };
}

/**
 * The rows as COPY's text, oldest first: companies and users by Zipf's law, three in five of the companies at
 * QuickBooks, 2.5 % failures, endpoints that belong to their provider, one row in twenty in its predecessor's
 * millisecond. The same rows at every call.
 */
export async function* auditRows(past: AuditPast): AsyncGenerator<Buffer> {
  const random = seeded(20_260_301);
  const company = zipf(COMPANIES, random);
  const user = zipf(USERS, random);
  const pickOperation = weighted(OPERATIONS, random);
  const { pastMs = PAST_MS } = past;
  const stepMs = pastMs / past.rows;
  let atMs = past.endMs - pastMs;
  let text = "";
  for (let row = 0; row < past.rows; row++) {
    if (row % 20 !== 0) atMs = past.endMs - pastMs + Math.floor((row + random()) * stepMs);
    text += line(row, atMs, pickOperation(), { company: company(), user: user(), random });
    if ((row + 1) % CHUNK_ROWS === 0 || row + 1 === past.rows) {
      yield Buffer.from(text);
      text = "";
    }
  }
}

interface Draw {
  company: number;
  user: number;
  random: () => number;
}

/** In the order of AUDIT_COLUMNS. */
function line(row: number, atMs: number, what: Operation, { company, user, random }: Draw): string {
  const aboutCompany =
    what.endpoints.qbo !== what.endpoints[""] && !/^(session|access|user)/.test(what.operation);
  const provider = aboutCompany ? (company % 5 < 3 ? "qbo" : "xero") : "";
  const endpoints = what.endpoints[provider];
  const endpoint = endpoints[Math.floor(random() ** 2 * endpoints.length)] ?? "";
  const failed = random() * 1_000 < what.failures;
  const refused = failed && what.by === "user";
  const status = failed ? (refused ? 403 : random() < 0.5 ? 503 : 401) : 200;
  // Most calls for a company come from the same three people.
  const person = random() < 0.8 ? (company * 7 + Math.floor(random() * 3)) % USERS : user;
  // Every tenth company is never touched by half of the people.
  const mayAct = company % 10 === 0 ? person % (USERS / 2) : person;
  const actor = what.by === "system" ? "refresh" : userId(mayAct);
  const id = `c${atMs.toString(36).padStart(8, "0")}${row.toString(36).padStart(16, "0")}`;
  const fromRequest = what.by === "user";
  return `${[
    id,
    actor,
    aboutCompany ? companyId(company) : "",
    endpoint,
    provider,
    what.method,
    status,
    fromRequest ? `192.0.2.${user}` : "in-process",
    fromRequest ? "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0" : "countersign",
    failed ? "The provider did not answer in time. Nothing was changed." : "\\N",
    what.by === "service" ? Math.floor(random() * 400) : "\\N",
    new Date(atMs).toISOString(),
    what.operation,
    what.by,
    refused ? "refused" : failed ? "failure" : "success",
    fromRequest ? requestId(row) : "\\N",
    what.operation === "api.call" ? `1-${row.toString(16).padStart(24, "0")}` : "\\N",
    what.operation.startsWith("token.") ? Math.floor(random() * 500) : "\\N",
    "\\N",
  ].join("\t")}\n`;
}

function requestId(row: number): string {
  return createHash("sha256").update(String(row)).digest("hex").slice(0, 10);
}

/** @see https://en.wikipedia.org/wiki/Linear_congruential_generator (the constants of Numerical Recipes) */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function weighted<T extends { weight: number }>(choices: readonly T[], random: () => number): () => T {
  const slots = choices.flatMap((choice) =>
    Array<T>(Math.max(1, Math.round(choice.weight / 5))).fill(choice),
  );
  return () => slots[Math.floor(random() * slots.length)] as T;
}

/** Numbers from 0 on, each about 1/(n+1) as likely as the first. */
function zipf(count: number, random: () => number): () => number {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    sum += 1 / (index + 1);
    cumulative[index] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    for (let high = count - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
