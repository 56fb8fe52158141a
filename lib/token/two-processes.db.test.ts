import { expect, test } from "vitest";
import { forkTokenProcess } from "@/dev/chaos/harness/fork-token-process";
import { tokenWorld } from "@/dev/vitest/token-world";
import { expire } from "@/dev/world/expire";

const ROUNDS = 50;
const world = tokenWorld();

test("two processes that want the same expired token refresh it once a round, fifty rounds long", async () => {
  const { companyId, xeroUserId } = await world.connectXero();
  const setup = { settings: world.settings };
  const processes = await Promise.all([forkTokenProcess(setup), forkTokenProcess(setup)]);
  try {
    const refreshes = () =>
      Object.values(world.simulator.control.counters().grants).find(({ owner }) => owner === xeroUserId)
        ?.refreshes ?? 0;
    for (let round = 1; round <= ROUNDS; round++) {
      await expire(world.database, [{ companyId }]);
      const [first, second] = await Promise.all(processes.map((process) => process.vend(companyId, "xero")));
      expect(first?.token).toBeTypeOf("string");
      expect(second?.token).toBe(first?.token);
      expect(refreshes()).toBe(round);
    }
  } finally {
    await Promise.all(processes.map((process) => process.kill("SIGTERM")));
  }
});
