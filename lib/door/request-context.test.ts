import { expect, it } from "vitest";
import { PEER_HEADER } from "./front/peer-address";
import { requestContextOf } from "./request-context";

const headers = (entries: Record<string, string>) => new Headers(entries);

it("believes no forwarded address unless proxies are declared", () => {
  const forged = headers({ "x-forwarded-for": "6.6.6.6", [PEER_HEADER]: "10.0.0.9" });
  expect(requestContextOf(forged, 0).ipAddress).toBe("10.0.0.9");
  expect(requestContextOf(headers({ "x-forwarded-for": "6.6.6.6" }), 0).ipAddress).toBe("unknown");
});

it("takes the entry the outermost declared proxy wrote, not what the client put before it", () => {
  const forwarded = headers({
    "x-forwarded-for": "6.6.6.6, 203.0.113.5, 10.0.0.1",
    [PEER_HEADER]: "10.0.0.2",
  });
  expect(requestContextOf(forwarded, 1).ipAddress).toBe("10.0.0.1");
  expect(requestContextOf(forwarded, 2).ipAddress).toBe("203.0.113.5");
  expect(requestContextOf(forwarded, 9).ipAddress).toBe("10.0.0.2");
});

it("a flood of forged entries costs little, and does not move the entry that the proxy wrote", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `6.6.${index % 256}.6`).join(", ");
  const long = "6".repeat(60_000);
  const startedMs = performance.now();
  for (const forged of [many, long, ",".repeat(60_000), `${long},${many}`]) {
    const forwarded = headers({ "x-forwarded-for": `${forged}, 203.0.113.5`, [PEER_HEADER]: "10.0.0.2" });
    for (let times = 0; times < 20; times++) {
      expect(requestContextOf(forwarded, 1).ipAddress).toBe("203.0.113.5");
    }
  }
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

it("an address that is no address is kept short, and never wider than a row", () => {
  const forwarded = headers({ "x-forwarded-for": "6".repeat(60_000), [PEER_HEADER]: "10.0.0.2" });
  expect(requestContextOf(forwarded, 1).ipAddress.length).toBeLessThanOrEqual(100);
});

it("gives each request an id of ten unmistakable characters", () => {
  const ids = Array.from({ length: 200 }, () => requestContextOf(headers({}), 0).requestId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
});
