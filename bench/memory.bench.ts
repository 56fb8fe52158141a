import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createAuditBuffer } from "@/lib/audit/record/buffer";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock } from "@/lib/db";
import { ACCESS_TOKEN_CHARACTERS, connect, inventConsents } from "./connections";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { inWorld } from "./world";

export const name = "memory";

const COMPANIES = 10_000;

/** Ten thousand companies ask at once, none of them cached; then what the cache holds is weighed. */
export function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  return inWorld(async (world) => {
    const companyIds = await connect(world, "qbo", inventConsents(scaled(scale, COMPANIES)));
    const audit = createAuditBuffer(world);
    const engine = await startTokens(world.settings, world.database, createDatabaseClock(), { audit });
    try {
      const everyone = () =>
        Promise.allSettled(companyIds.map((id) => engine.service.getValidToken(id, "qbo", "bench")));
      const before = heapBytes();
      const startedMs = performance.now();
      const refused = (await everyone()).filter(({ status }) => status === "rejected").length;
      const firstMs = performance.now() - startedMs;
      for (const id of companyIds) await engine.service.getValidToken(id, "qbo", "bench");
      await audit.flushed();
      const eachBytes = (heapBytes() - before) / companyIds.length;
      const againMs = performance.now();
      await everyone();
      const again = { name: "again, from the cache", value: performance.now() - againMs };
      const count = companyIds.length.toLocaleString("en-US");
      report({ name: `${count} companies at once`, value: firstMs, unit: "ms", against: again });
      report({ name: `${count} companies at once, refused`, value: refused, unit: "", goal: "value <= 0" });
      const text = { name: "the token's text", value: ACCESS_TOKEN_CHARACTERS };
      report({ name: `Heap per cached grant, of ${count}`, value: eachBytes, unit: "bytes", against: text });
    } finally {
      await engine.stop();
    }
  });
}

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function heapBytes(): number {
  for (let pass = 0; pass < 3; pass++) collect();
  return process.memoryUsage().heapUsed;
}
