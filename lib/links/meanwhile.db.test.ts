import { describe, expect, test } from "vitest";
import { customerLinks, linkTokenOf } from "@/dev/vitest/customer-links";
import { choiceOf } from "@/dev/world/consent";
import { MINUTE_MS } from "@/lib/time/durations";

const ours = customerLinks();
const { world, asAdmin, broken, linkFor, follow, visit, rows } = ours;

const endOf = (owner: string) =>
  world.simulator.control.grants().findLast((grant) => grant.owner === owner)?.endedBy;
const connectionOf = async (companyId: string) => {
  const [row] = await rows<{ ended: boolean }>(
    `SELECT "disconnectedAt" IS NOT NULL AS ended FROM "Connection" WHERE "companyId" = $1`,
    [companyId],
  );
  return row;
};

const WAITING = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe("an admin who disconnects while a customer consents", () => {
  test("comes before a link, and the access that it gave is ended", async () => {
    const subject = await broken();
    const { companyId } = subject;
    const { url } = await linkFor(companyId, "qbo");
    const complete = await follow(linkTokenOf(url), "qbo", choiceOf("qbo", subject));
    await asAdmin(() => world.service.disconnect({ companyId, connectionType: "qbo" }));
    expect(await complete()).toMatchObject({ outcome: "refused", code: "no_connection" });
    expect(await connectionOf(companyId)).toEqual({ ended: true });
    expect(endOf(subject.owner)).toBe("revoked");
  });

  test("comes before a visit whose live read is under way", async () => {
    const subject = await broken("xero");
    const { companyId } = subject;
    const complete = await visit("xero", choiceOf("xero", subject));
    const { database } = world;
    // Held as a disconnect holds it: the visit has read the connection as live and waits for its turn.
    let running: ReturnType<typeof complete> | undefined;
    await database.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM "Connection" WHERE "companyId" = $1 FOR UPDATE`, [companyId]);
      running = complete();
      await expect.poll(() => rows(WAITING, [])).toHaveLength(1);
      await tx.query(`UPDATE "Connection" SET "disconnectedAt" = now() WHERE "companyId" = $1`, [companyId]);
    });
    expect(await running).toMatchObject({ outcome: "visited" });
    expect(await connectionOf(companyId)).toEqual({ ended: true });
    expect(endOf(subject.owner)).toBe("revoked");
  });
});

test.each([
  ["nine minutes after it still connects", 9, { outcome: "connected" }],
  ["ten minutes after it connects no more", 10, { outcome: "refused", code: "consent_expired" }],
] as const)("a link that expired at the start's moment: a choice %s", async (_what, minutes, expected) => {
  const subject = await broken("xero");
  const { tenantId } = world.simulator.control.addXeroOrganisation({
    name: "Second",
    userIds: [subject.owner],
  });
  const { companyId } = subject;
  await rows(`DELETE FROM "Connection" WHERE "companyId" = $1`, [companyId]);
  const made = await linkFor(companyId, "xero");
  const token = linkTokenOf(made.url);
  const choice = { xeroUserId: subject.owner, tenantIds: [subject.tenantId, tenantId] };
  const outcome = await (await follow(token, "xero", choice))();
  if (outcome.outcome !== "choose") throw new Error(`Nothing to choose: ${JSON.stringify(outcome)}`);
  await rows(`UPDATE "Link" SET "expiresAt" = $2 WHERE id = $1`, [
    made.id,
    new Date(world.simulator.clock.nowMs()),
  ]);
  world.simulator.clock.advance(minutes * MINUTE_MS);
  const chosen = { token, consentId: outcome.pendingConsentId, tenantId: subject.tenantId };
  expect((await ours.links.chooseByLink(chosen)).outcome).toMatchObject(expected);
});
