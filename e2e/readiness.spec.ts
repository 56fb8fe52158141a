import { expect, test } from "./journey";

test("the app says that it is ready, and tells no one what it runs on", async ({ request }) => {
  const ready = await request.get("/api/readyz");
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toEqual({ status: "ready" });
  const live = await request.get("/api/livez");
  expect(live.status()).toBe(200);
  expect(ready.headers()["x-powered-by"]).toBeUndefined();
});
