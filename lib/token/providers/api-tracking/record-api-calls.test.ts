import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { XeroClient } from "xero-node";
import type { AuditEntry } from "@/lib/audit/record/record";
import { xero } from "../xero";
import type { ApiCalls } from "./api-calls";
import { recordApiCalls } from "./record-api-calls";
import { trackXeroClient } from "./xero-node";

/** Calls whose rows are kept here instead of in a database. */
function callsInMemory(): { calls: ApiCalls; rows: AuditEntry[] } {
  const rows: AuditEntry[] = [];
  const reserve = () => ({ record: (entry: AuditEntry) => void rows.push(entry), giveUp: () => {} });
  const audit = {
    record: () => {},
    reserve,
    backlog: () => ({ rows: 0, oldestMs: 0 }),
    flushed: async () => {},
    close: async () => {},
  };
  let nowMs = 1_000;
  const clock = { nowMs: () => (nowMs += 40) };
  const log = { warn: () => {} };
  const actor = { kind: "service", id: "token-service" } as const;
  const recorded = recordApiCalls({ audit, clock, log }, xero, { companyId: "c1", tenantId: "t1", actor });
  return { calls: { ...recorded, ready: async () => {} }, rows };
}

test.each([
  ["https://api.xero.com/api.xro/2.0/Invoices?where=secret#part", "/api.xro/2.0/Invoices"],
  ["https://user:secret@api.xero.com/connections", "/connections"],
  ["/relative/path?secret", "/relative/path"],
  [`https://api.xero.com/a/${"secret".repeat(20)}/b`, "/a/…/b"],
  ["", ""],
])("of %s only the path is kept", (url, endpoint) => {
  const { calls, rows } = callsInMemory();
  calls.begin("get", url).answered(200, {});
  expect(rows).toMatchObject([{ apiEndpoint: endpoint, requestMethod: "GET", responseTimeMs: 40 }]);
  expect(JSON.stringify(rows)).not.toContain("secret");
});

test.each([
  [Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
  ["socket hang up", "socket hang up"],
  [new Error("timeout of 15000ms exceeded"), "timeout"],
  [new Error("Bearer secret is not a header"), "it broke off"],
  [undefined, "it broke off"],
])("of a failure without an answer only its code is kept (%s)", (cause, code) => {
  const { calls, rows } = callsInMemory();
  calls.begin("GET", "/").unanswered(cause);
  expect(rows).toMatchObject([{ errorMessage: `Xero gave no answer (${code}).`, responseStatus: 503 }]);
});

test("an answer that xero-node can't read is on record with the status it had", async () => {
  const unreadable = JSON.stringify({ Organisations: [{ CreatedDateUTC: { no: "date" } }] });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(unreadable);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { calls, rows } = callsInMemory();
  const client = new XeroClient();
  client.accountingApi.basePath = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  trackXeroClient(client, calls);
  await expect(client.accountingApi.getOrganisations("t1")).rejects.toContain('"statusCode":0');
  expect(rows).toMatchObject([{ responseStatus: 200, apiEndpoint: "/Organisation", outcome: "success" }]);
});
