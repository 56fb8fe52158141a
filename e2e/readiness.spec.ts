import { expect, test } from "./journey";
import { stackHandle } from "./stack-handle";

test("the app says that it is ready, and tells no one what it runs on", async ({ request }) => {
  const ready = await request.get("/api/readyz");
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toEqual({ status: "ready" });
  const live = await request.get("/api/livez");
  expect(live.status()).toBe(200);
  expect(ready.headers()["x-powered-by"]).toBeUndefined();
});

test("the app's metrics are for who shows the token, and name no company", async ({ request, world }) => {
  const { companyId } = await world.connectedToQuickBooks();
  expect((await request.get("/api/metrics")).status()).toBe(401);
  const headers = { authorization: `Bearer ${stackHandle().env.METRICS_TOKEN}` };
  const answer = await request.get("/api/metrics", { headers });
  expect(answer.status()).toBe(200);
  const text = await answer.text();
  expect(text).toMatch(/^countersign_token_vends_total\{outcome="success"\} \d+$/m);
  expect(text).toMatch(/^countersign_connections\{status="working"\} [1-9]\d*$/m);
  expect(text).toMatch(/^countersign_database_up 1$/m);
  expect(text).not.toContain(companyId);
});
