import { expect, test } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";

const world = apiWorld();

/** How many queries the process's pool is asked while something runs; the audit log's own COPY goes past it. */
async function queriesOf(work: () => Promise<unknown>): Promise<number> {
  const { pool } = world.database;
  const { query } = pool;
  let asked = 0;
  pool.query = ((...args: unknown[]) => {
    asked++;
    return Reflect.apply(query, pool, args);
  }) as typeof query;
  try {
    await work();
  } finally {
    pool.query = query;
  }
  return asked;
}

test("a warm vend and a confirmation cost no query, key included; a cold one costs one", async () => {
  const key = await world.key();
  const [first, second] = [await world.connectNew("qbo"), await world.connectNew("xero")];
  const vend = (companyId: string, provider: string, method = "POST", headers = {}) =>
    world.ask(`/v1/companies/${companyId}/${provider}/token`, { method, key, headers });
  await vend(first.companyId, "qbo");
  expect(await queriesOf(() => vend(second.companyId, "xero"))).toBeLessThanOrEqual(1);
  const warm = async () => {
    for (let nth = 0; nth < 50; nth++) {
      expect((await vend(first.companyId, "qbo")).status).toBe(200);
      expect((await vend(first.companyId, "qbo", "GET", { "if-none-match": '"g1"' })).status).toBe(304);
    }
  };
  expect(await queriesOf(warm)).toBe(0);
});
