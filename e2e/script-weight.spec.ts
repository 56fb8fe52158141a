import { gzipSync } from "node:zlib";
import { request } from "@playwright/test";
import { everyAddress } from "./app-routes";
import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

/** Gzipped kB of JavaScript that a page may load; a bare Next page with one form is 135. */
const BUDGETS: [path: RegExp, kilobytes: number][] = [
  [/^\/(sign-in|reconnect)/, 140],
  [/^\/audit/, 185],
  [/^\//, 165],
];

test("no page loads more JavaScript than its budget", async () => {
  const { appUrl } = stackHandle();
  const admin = await request.newContext({ storageState: sessionOf("admin"), baseURL: appUrl });
  const visitor = await request.newContext({ baseURL: appUrl });
  const weights = new Map<string, number>();
  for (const address of everyAddress()) {
    const isPublic = /^\/(sign-in|reconnect)/.test(address);
    const answer = await (isPublic ? visitor : admin).get(address, { headers: { accept: "text/html" } });
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    let kilobytes = 0;
    for (const script of scriptsOf(await answer.text())) {
      const bytes = weights.get(script) ?? gzipSync(await (await visitor.get(script)).body()).length;
      weights.set(script, bytes);
      kilobytes += bytes / 1_000;
    }
    const budget = BUDGETS.find(([path]) => path.test(address))?.[1] ?? 0;
    expect.soft(kilobytes, `kB of ${address}`).toBeLessThanOrEqual(budget);
  }
  // The frame that all pages share is among them.
  expect(weights.size).toBeGreaterThan(8);
  await Promise.all([admin.dispose(), visitor.dispose()]);
});

/** Those for old browsers only are left out. */
function scriptsOf(html: string): Set<string> {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const wanted = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  return new Set(wanted.flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []));
}
