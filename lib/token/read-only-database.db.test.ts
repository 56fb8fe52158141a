import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";

const HOUR_MS = 3_600_000;
const world = tokenWorld();

/** As a server is after a failover that this installation was not told of. */
async function readOnly(on: boolean): Promise<void> {
  await world.database.transaction(async (tx) => {
    await tx.query("SET TRANSACTION READ WRITE");
    await tx.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${on}', current_database());
       END $$`,
    );
  });
  await world.database
    .query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'countersign' AND pid <> pg_backend_pid()`,
    )
    .catch(() => {});
  await world.database.query("SELECT pg_terminate_backend(pg_backend_pid())").catch(() => {});
}

test("a server that takes no writes fails every verb with a code that is worth a retry, and nothing is lost", async () => {
  const { companyId } = await world.connectQbo();
  world.simulator.clock.advance(2 * HOUR_MS);
  await readOnly(true);
  const { service } = world;
  const request = { companyId, connectionType: "qbo" };
  const browser = { browserKey: "browser", returnTo: "/connections" };
  const refused = {
    code: "database_unavailable",
    retryable: true,
    message: expect.stringContaining("read-only"),
  };
  try {
    await expect(service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject({ retryable: true });
    await expect(actAs(ADMIN, () => service.probe(request))).rejects.toMatchObject(refused);
    await expect(actAs(ADMIN, () => service.disconnect(request))).rejects.toMatchObject(refused);
    await expect(
      actAs(ADMIN, () => service.beginConsent({ ...request, ...browser, purpose: "reconnect" })),
    ).rejects.toMatchObject(refused);
  } finally {
    await readOnly(false);
  }
  await expect
    .poll(() => service.getValidToken(companyId, "qbo", "dev").catch(() => undefined), { timeout: 20_000 })
    .toBeTypeOf("string");
});
