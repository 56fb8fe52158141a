import { beforeEach, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { addEmailChannel, addWebhookChannel, removeChannel, switchChannel } from "./channels";
import { ALERTS_PAGE_SIZE, listAlerts, listChannels } from "./history";

const world = alertWorld();
beforeEach(() => world.reset());

test.each([
  ["", "Enter an email address."],
  ["ops@example.com, other@example.com", "That is not an e-mail address."],
  ["Ops <ops@example.com>", "That is not an e-mail address."],
  ["ops@example.com\r\nBcc: all@example.com", "That is not an e-mail address."],
  ["ops@example.com\nRCPT TO:<x@example.com>", "That is not an e-mail address."],
  [`${"a".repeat(250)}@example.com`, "That is not an e-mail address."],
])("an e-mail channel to %j is refused", async (address, message) => {
  const refused = { code: "invalid_input", field: "address", message };
  await expect(actAs(ADMIN, () => addEmailChannel(world.deps, address))).rejects.toMatchObject(refused);
});

test("a channel is listed once, by its host alone where its path may be secret, until it is removed", async () => {
  const url = "https://hooks.example.com/services/T00/canary";
  const { id, secret } = await actAs(ADMIN, () => addWebhookChannel(world.deps, url));
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  const again = actAs(ADMIN, () => addWebhookChannel(world.deps, url));
  await expect(again).rejects.toMatchObject({ field: "url", message: "That one is on the list already." });
  expect(await listChannels(world)).toEqual([
    expect.objectContaining({ id, kind: "webhook", target: "https://hooks.example.com/…", disabledAt: null }),
  ]);
  await actAs(ADMIN, () => switchChannel(world.deps, id, false));
  expect(await listChannels(world)).toEqual([expect.objectContaining({ disabledAt: expect.any(Date) })]);
  await actAs(ADMIN, () => removeChannel(world.deps, id));
  expect(await listChannels(world)).toEqual([]);
  await expect(actAs(ADMIN, () => removeChannel(world.deps, id))).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(actAs(ADMIN, () => switchChannel(world.deps, id, true))).rejects.toMatchObject({
    code: "not_found",
  });
  await actAs(ADMIN, () => addWebhookChannel(world.deps, url));
});

test("a channel that five turn off at once is turned off, and on record, once", async () => {
  const { id } = await actAs(ADMIN, () => addWebhookChannel(world.deps, "https://five.example.com/"));
  await Promise.all(
    Array.from({ length: 5 }, () => actAs(ADMIN, () => switchChannel(world.deps, id, false))),
  );
  const rows = await world.database.query(`SELECT 1 FROM "AuditLog" WHERE "apiEndpoint" = $1`, [
    `/alert-channels/${id}/off`,
  ]);
  expect(rows).toHaveLength(1);
});

test("thirty additions at once leave twenty channels, and none twice", async () => {
  const add = (index: number) =>
    actAs(ADMIN, () => addEmailChannel(world.deps, `p${index % 25}@example.com`));
  const ends = await Promise.allSettled(Array.from({ length: 30 }, (_, index) => add(index)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  const targets = (await listChannels(world)).map(({ target }) => target);
  expect(new Set(targets).size).toBe(20);
});

test("the history is read page by page, back and forth, without losing or repeating an alert", async () => {
  const total = ALERTS_PAGE_SIZE * 2 + 5;
  await world.database.query(
    `INSERT INTO "Alert" (id, kind, "subjectId", "companyId", "connectionType", "raisedAt")
     SELECT 'a' || lpad(n::text, 3, '0'), 'needs_reconnecting', 's' || n, '', 'qbo',
       timestamptz '2026-01-01' + (n / 3) * interval '1 minute' FROM generate_series(1, $1) n`,
    [total],
  );
  const pages = [await listAlerts(world)];
  for (let place = pages[0]?.older; place; place = pages.at(-1)?.older)
    pages.push(await listAlerts(world, { ...place, towards: "older" }));
  const ids = pages.flatMap(({ alerts }) => alerts.map(({ id }) => id));
  expect(ids).toEqual(Array.from({ length: total }, (_, n) => `a${String(total - n).padStart(3, "0")}`));
  expect(pages[0]?.newer).toBeNull();
  const last = pages.at(-1);
  if (!last?.newer) throw new Error("the last page leads nowhere");
  const back = await listAlerts(world, { ...last.newer, towards: "newer" });
  expect(back.alerts).toEqual(pages.at(-2)?.alerts);
});
