import { request as httpRequest } from "node:http";
import { type APIRequestContext, request } from "@playwright/test";
import { everyAddress } from "./app-routes";
import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

/** A page as a browser loads it, as Next's router asks for it, and as it asks beforehand. */
const ASKINGS: Record<string, Record<string, string>> = {
  page: { accept: "text/html" },
  RSC: { RSC: "1" },
  prefetch: { RSC: "1", "Next-Router-Prefetch": "1" },
};

test("no answer of a page or route may be stored, and TRACE is refused everywhere", async () => {
  test.setTimeout(300_000);
  const { appUrl } = stackHandle();
  const callers = [
    await request.newContext({ baseURL: appUrl, storageState: sessionOf("admin") }),
    await request.newContext({ baseURL: appUrl }),
  ];
  const addresses = everyAddress();
  const wrong: string[] = [];
  for (const address of addresses) {
    for (const caller of callers) wrong.push(...(await storable(caller, address)));
    const status = await traced(appUrl, address);
    if (status !== 405) wrong.push(`TRACE ${address}: ${status}`);
  }
  for (const caller of callers) await caller.dispose();
  expect(wrong).toEqual([]);
  expect(addresses.length).toBeGreaterThan(80);
});

async function storable(caller: APIRequestContext, address: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [asking, headers] of Object.entries(ASKINGS)) {
    const answer = await caller.get(address, { headers, maxRedirects: 0 });
    const stored = answer.headers()["cache-control"] ?? "nothing";
    if (!/\bno-store\b/.test(stored)) wrong.push(`${asking} ${address}: ${answer.status()}, ${stored}`);
  }
  return wrong;
}

function traced(appUrl: string, address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(new URL(address, appUrl), { method: "TRACE" }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}
