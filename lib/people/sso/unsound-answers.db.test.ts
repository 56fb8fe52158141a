import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { ssoWorld } from "@/dev/vitest/sso-world";

const world = ssoWorld({ domains: ["example.org"] });
/** One whose clock only goes on, for what is read once an hour. */
const other = ssoWorld();
const seconds = () => Math.floor(Date.now() / 1_000);
let serial = 0;
const somebody = () => world.person({ email: `somebody${++serial}@example.org` });

async function nobodyCameIn(): Promise<void> {
  expect(await world.database.query('SELECT 1 FROM "User"')).toEqual([]);
  expect(await world.database.query('SELECT 1 FROM "Session"')).toEqual([]);
}

it.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
  ["another issuer", (claims) => ({ ...claims, iss: "https://evil.example" })],
  ["another audience", (claims) => ({ ...claims, aud: "another-application" })],
  ["several audiences and another party", (claims) => ({ ...claims, aud: ["countersign", "b"], azp: "b" })],
  ["another nonce", (claims) => ({ ...claims, nonce: "another" })],
  ["no nonce", ({ nonce: _left, ...claims }) => claims],
  ["an end that is past", (claims) => ({ ...claims, exp: seconds() - 3_600 })],
  ["a beginning ahead", (claims) => ({ ...claims, nbf: seconds() + 3_600 })],
  ["no subject", ({ sub: _left, ...claims }) => claims],
  ["a subject that is no id", (claims) => ({ ...claims, sub: "two words" })],
  ["another subject than the directory's answer", (claims) => ({ ...claims, sub: "somebody-else" })],
])("an id token with %s opens nothing", async (_what, change) => {
  world.provider.tamper(change);
  await expect(world.enter(somebody().subject)).rejects.toMatchObject({ reason: "unsound" });
  await nobodyCameIn();
});

it("an id token that another key has signed opens nothing", async () => {
  const { url, trip } = await world.start();
  const callback = await world.provider.signIn(url, somebody().subject);
  world.provider.forge(true);
  await expect(world.end(trip, callback)).rejects.toMatchObject({ reason: "unsound" });
  world.provider.forge(false);
  await nobodyCameIn();
});

it.each<[string, (callback: URL) => void]>([
  ["another state", ({ searchParams }) => searchParams.set("state", "another")],
  ["no state", ({ searchParams }) => searchParams.delete("state")],
  ["two states", ({ searchParams }) => searchParams.append("state", "another")],
  ["another code", ({ searchParams }) => searchParams.set("code", "another")],
  ["no code", ({ searchParams }) => searchParams.delete("code")],
  ["another issuer", ({ searchParams }) => searchParams.set("iss", "https://evil.example")],
])("a way back with %s opens nothing", async (_what, change) => {
  const { url, trip } = await world.start();
  const callback = await world.provider.signIn(url, somebody().subject);
  change(callback);
  await expect(world.end(trip, callback)).rejects.toMatchObject({ reason: "unsound" });
  await nobodyCameIn();
});

it("an answer in a browser that began nothing, or something else, opens nothing", async () => {
  const [own, others] = [await world.start(), await world.start()];
  const callback = await world.provider.signIn(own.url, somebody().subject);
  await expect(world.end(null, callback)).rejects.toMatchObject({ reason: "expired" });
  await expect(world.end(others.trip, callback)).rejects.toMatchObject({ reason: "unsound" });
  const mixed = { ...own.trip, check: { ...own.trip.check, codeVerifier: others.trip.check.codeVerifier } };
  await expect(world.end(mixed, callback)).rejects.toMatchObject({ reason: "unsound" });
  await nobodyCameIn();
});

it("a way of more than ten minutes has expired", async () => {
  const { url, trip } = await world.start();
  const callback = await world.provider.signIn(url, somebody().subject);
  const late = { ...trip, check: { ...trip.check, startedAtMs: trip.check.startedAtMs - 10 * 60_000 } };
  await expect(world.end(late, callback)).rejects.toMatchObject({ reason: "expired" });
  await nobodyCameIn();
});

it("a way back counts once, of fifty at once too, though the browser keeps its cookie", async () => {
  const { url, trip } = await world.start();
  const callback = await world.provider.signIn(url, somebody().subject);
  const ends = await Promise.allSettled(Array.from({ length: 50 }, () => world.end(trip, callback)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(world.end(trip, callback)).rejects.toMatchObject({ reason: "expired" });
  expect(await world.database.query('SELECT 1 FROM "Session"')).toHaveLength(1);
  await world.database.query('DELETE FROM "User"');
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const FAULTS: [string, string, Answer][] = [
  ["is down", "unavailable", (request) => request.socket.destroy()],
  ["answers 503", "unavailable", (_request, response) => response.writeHead(503).end("later")],
  ["answers 429", "unavailable", (_request, response) => response.writeHead(429).end()],
  ["answers nonsense", "unsound", (_request, response) => response.end("<html>Welcome</html>")],
  ["answers an empty object", "unsound", (_request, response) => json(response, "{}")],
  ["sends 10 MB", "unsound", (_request, response) => json(response, `"${"a".repeat(10_000_000)}"`)],
  ["sends elsewhere", "unsound", (_request, response) => response.writeHead(302, { location: "/" }).end()],
];

it.each(FAULTS)(
  "while the identity provider %s, its answer to a code opens nothing",
  async (_what, reason, answer) => {
    const { url, trip } = await world.start();
    const callback = await world.provider.signIn(url, somebody().subject);
    world.provider.fail(answer);
    await expect(world.end(trip, callback)).rejects.toMatchObject({ reason });
    await nobodyCameIn();
  },
);

function json(response: ServerResponse, body: string): void {
  response.setHeader("content-type", "application/json");
  response.end(body);
}

it.each(FAULTS)(
  "while the identity provider %s, no sign-in begins once its document is read again",
  async (_what, _reason, answer) => {
    other.clock.advance(61 * 60_000);
    other.provider.fail(answer);
    await expect(other.start()).rejects.toMatchObject({ reason: "unavailable" });
    other.provider.fail(undefined);
    expect((await other.start()).url.origin).toBe(other.provider.issuer);
  },
);

it("a document that names another issuer begins nothing", async () => {
  other.clock.advance(61 * 60_000);
  const document = { issuer: "https://evil.example", authorization_endpoint: "https://evil.example/a" };
  other.provider.fail((_request, response) => json(response, JSON.stringify(document)));
  await expect(other.start()).rejects.toMatchObject({ reason: "unavailable" });
});

it("an identity provider that says nothing takes ten seconds, and keeps no place from passwords", async () => {
  const { url, trip } = await world.start();
  const callback = await world.provider.signIn(url, somebody().subject);
  world.provider.fail(() => undefined);
  const beganMs = performance.now();
  await expect(world.end(trip, callback)).rejects.toMatchObject({ reason: "unavailable" });
  expect(performance.now() - beganMs).toBeLessThan(20_000);
}, 30_000);

it("a network has six ways at once, and thirty that fail in a quarter of an hour", async () => {
  const ways = await Promise.all(Array.from({ length: 6 }, () => world.start()));
  const callbacks = await Promise.all(ways.map(({ url }) => world.provider.signIn(url, somebody().subject)));
  const reasons = await world.visit(async () => {
    const { endTrip } = world.sso;
    const found = new Map<string, number>();
    for (let nth = 0; nth < 40; nth++) {
      const { trip } = ways[nth % 6] ?? { trip: null };
      const params = new URLSearchParams(callbacks[nth % 6]?.search);
      params.set("state", "guessed");
      const reason = await endTrip(trip, params).then(
        () => "none",
        (error: { reason: string }) => error.reason,
      );
      found.set(reason, (found.get(reason) ?? 0) + 1);
    }
    return Object.fromEntries(found);
  });
  expect(reasons).toEqual({ unsound: 30, busy: 10 });
});
