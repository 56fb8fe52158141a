import { request } from "@playwright/test";
import { budgetKilobytes, scales } from "@/dev/page-weight";
import { everyAddress } from "./app-routes";
import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

test("no page loads more JavaScript than its budget", async () => {
  const { appUrl } = stackHandle();
  const admin = await request.newContext({ storageState: sessionOf("admin"), baseURL: appUrl });
  const visitor = await request.newContext({ baseURL: appUrl });
  const weigh = scales(appUrl);
  let pages = 0;
  for (const address of everyAddress()) {
    const isPublic =
      /^\/(sign-in|forgot-password|reset-password|invite|connect\/|connect$|reconnect|disconnected)/.test(
        address,
      );
    const answer = await (isPublic ? visitor : admin).get(address, { headers: { accept: "text/html" } });
    const html = await answer.text();
    // Documents of the doors themselves bring no scripts.
    if (!html.includes("/_next/")) continue;
    pages++;
    const kilobytes = (await weigh(html)) / 1_000;
    expect.soft(kilobytes, `kB of ${address}`).toBeLessThanOrEqual(budgetKilobytes(address));
  }
  expect(pages).toBeGreaterThan(8);
  await Promise.all([admin.dispose(), visitor.dispose()]);
});
