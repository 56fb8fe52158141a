import { expect, test } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";

const world = apiWorld();

test("a product makes a link, sees what became of it, and revokes it", async () => {
  const { companyId } = await world.connectNew("qbo");
  const key = await world.key();
  const path = `/v1/companies/${companyId}/qbo/links`;
  const made = await world.ask(path, { method: "POST", key, json: { expires_in_hours: 1 } });
  expect(made.status).toBe(201);
  expect(made.headers.get("location")).toBe(`/v1/links/${made.json.id}`);
  expect(made.json).toMatchObject({ purpose: "reconnect", state: "open", sent_to: null, starts: 0 });
  expect(made.json.url).toMatch(/\/connect\/[\w-]{43}$/);
  const { url: _, mail_problem: __, ...kept } = made.json;
  expect((await world.ask(path, { key })).json).toEqual({ links: [kept] });
  expect((await world.ask(`/v1/links/${kept.id}`, { key })).json).toEqual(kept);
  expect((await world.ask(`/v1/links/${kept.id}`, { method: "DELETE", key })).status).toBe(204);
  expect((await world.ask(`/v1/links/${kept.id}`, { key })).json.state).toBe("revoked");
  expect((await world.ask(`/v1/links/${kept.id}`, { method: "DELETE", key })).status).toBe(404);
});

test("the links of a company that does not exist are not found", async () => {
  const answer = await world.ask("/v1/companies/nobody/qbo/links", { key: await world.key() });
  expect(answer.json).toMatchObject({ status: 404, detail: 'This key knows no company "nobody".' });
});

test("a link outside a key's companies or providers is one that does not exist", async () => {
  const { companyId } = await world.connectNew("qbo");
  const made = await world.ask(`/v1/companies/${companyId}/qbo/links`, {
    method: "POST",
    key: await world.key(),
    json: {},
  });
  const { companyId: other } = await world.connectNew("qbo");
  const keys = [await world.key({ companyIds: [other] }), await world.key({ providers: ["xero"] })];
  for (const key of keys) {
    for (const method of ["GET", "DELETE"]) {
      const answer = await world.ask(`/v1/links/${made.json.id}`, { method, key });
      expect(answer.json).toMatchObject({ status: 404, detail: `This key knows no link "${made.json.id}".` });
    }
  }
});

test.each([
  ["too long a life", { expires_in_hours: 721 }],
  ["no life", { expires_in_hours: 0 }],
  ["an address that is none", { send_to: "nobody" }],
  ["a field that is none", { purpose: "connect" }],
])("a link is not made with %s", async (_what, json) => {
  const companyId = await world.newCompany("Acme");
  const key = await world.key();
  const path = `/v1/companies/${companyId}/qbo/links`;
  expect((await world.ask(path, { method: "POST", key, json })).status).toBe(400);
  expect((await world.ask(path, { key })).json).toEqual({ links: [] });
});
