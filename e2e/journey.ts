import { test as base } from "@playwright/test";
import { stackHandle } from "./stack-handle";
import { openWorld, type World } from "./world";

/** Every test's frame: the running app's address, and a world to make things in, one a worker. */
export const test = base.extend<object, { world: World }>({
  baseURL: async ({ browserName: _ }, use) => use(stackHandle().appUrl),
  world: [
    async ({ browserName: _ }, use) => {
      const world = await openWorld();
      await use(world);
      await world.close();
    },
    { scope: "worker" },
  ],
});

export { expect } from "@playwright/test";
