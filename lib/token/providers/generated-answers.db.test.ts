import fc from "fast-check";
import { expect, test } from "vitest";
import type { FaultInput } from "@/dev/simulator/faults";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { isCode } from "@/lib/errors";
import { checkConnection } from "@/lib/health/observe/check";
import { actAs } from "@/lib/request-context";

const world = tokenWorld();
const HOUR_MS = 3_600_000;
const FIVE_YEARS_MS = 5 * 366 * 24 * HOUR_MS;

const odd = fc.constantFrom(
  ...[
    null,
    "",
    0,
    -1,
    59,
    2 ** 62,
    "9223372036854775807",
    "NaN",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "a\udc00",
    true,
  ],
  ...[[], {}, "x".repeat(20_000), 1e300, "soon"],
);
const LESSER = ["expires_in", "x_refresh_token_expires_in", "x_refresh_token_hard_expires_in", "scope"];
const otherFields: fc.Arbitrary<FaultInput["effect"]> = fc
  .dictionary(fc.constantFrom(...LESSER, "token_type", "error"), odd, { minKeys: 1 })
  .map((fields) => ({ kind: "setFields", fields }));
const refused: fc.Arbitrary<FaultInput["effect"]> = fc
  .record({
    status: fc.constantFrom(200, 202, 301, 400, 401, 403, 404, 429, 500, 503, 599),
    body: fc.oneof(
      odd.map((error) => JSON.stringify({ error })),
      odd.map((value) => JSON.stringify(value)),
      fc.constantFrom(
        "",
        "<html>",
        "<IntuitResponse><Fault><Error code=",
        '{"error":"invalid_sco',
        "\ufeff{}",
      ),
      fc.constantFrom("invalid_scope", "server_error", "made_up").map((error) => JSON.stringify({ error })),
    ),
  })
  .map((answer) => ({ kind: "answer", ...answer }));

const providers = ["qbo", "xero"] as const;

test("through the service, generated answers leave no untyped error, no lost token set and nothing that never ends", async () => {
  const [qbo, xero] = [await world.connectQbo(), await world.connectXero()];
  const companies = { qbo: qbo.companyId, xero: xero.companyId };
  const vend = (provider: "qbo" | "xero") =>
    world.service.getValidToken(companies[provider], provider, "dev");
  const generated = fc.oneof(otherFields, refused);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...providers),
      generated,
      refused,
      async (provider, effect, apiAnswer) => {
        const { control, clock } = world.simulator;
        clock.advance(2 * HOUR_MS);
        control.addFault({ provider, endpoint: "token", effect });
        const failure = await vend(provider).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (effect.kind === "setFields") expect(failure).toBeUndefined();
        else if (!isCode(failure, "provider_unavailable", "provider_rate_limited", "misconfigured"))
          throw failure;
        control.clearFaults();
        clock.advance(25 * HOUR_MS);
        await vend(provider);
        control.addFault({ provider, endpoint: "api", effect: apiAnswer });
        const deps = { database: world.database, tokenService: world.service, clock };
        await actAs(ADMIN, () =>
          checkConnection(deps, {
            companyId: companies[provider],
            connectionType: provider,
          }),
        );
        control.clearFaults();
        const grants = await world.database.query<{
          state: string;
          refreshExpiresAt: Date;
          hardExpiresAt: Date | null;
        }>(`SELECT state, "refreshExpiresAt", "hardExpiresAt" FROM "Grant"`);
        for (const { state, refreshExpiresAt, hardExpiresAt } of grants) {
          expect(state).toBe("active");
          const lastMs = Math.max(refreshExpiresAt.getTime(), hardExpiresAt?.getTime() ?? 0);
          expect(lastMs).toBeLessThanOrEqual(clock.nowMs() + FIVE_YEARS_MS);
        }
      },
    ),
    { numRuns: 60 },
  );
  const second = await startTokens(world.settings, world.database, world.simulator.clock);
  expect((await second.stats()).journalEntries).toBe(0);
  await second.stop();
}, 120_000);
