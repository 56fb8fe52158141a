import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { openDatabase } from "./database";
import { type Listener, listen } from "./listen";

const WAIT = { timeout: 15_000, interval: 50 };
let listener: Listener | undefined;
const relays: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(() => listener?.stop());
afterAll(() => {
  for (const { server, sockets } of relays) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

/** A relay whose link stays well while it keeps notifications to itself, as a pooler does. */
async function startRelay(url: string) {
  const target = new URL(url);
  const relay = { url: "", isMute: false };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const postgres = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, postgres]) {
      sockets.add(socket);
      socket.on("error", () => {}).once("close", () => client.destroy() && postgres.destroy());
    }
    client.pipe(postgres);
    let rest = Buffer.alloc(0);
    postgres.on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
        const message = rest.subarray(0, rest.readUInt32BE(1) + 1);
        rest = rest.subarray(message.length);
        // NotificationResponse, in the protocol's letters.
        if (!(relay.isMute && message[0] === "A".charCodeAt(0))) client.write(message);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const through = new URL(url);
  through.port = String(typeof address === "object" && address ? address.port : 0);
  relay.url = through.href;
  relays.push({ server, sockets });
  return relay;
}

test("a channel is down while notifications do not arrive, however well the link is, and up when they do", async () => {
  const url = await testDatabaseUrl();
  const relay = await startRelay(url);
  const database = openDatabase({ url });
  const states: string[] = [];
  const heard: string[] = [];
  listener = listen({
    listenUrl: relay.url,
    sendUrl: url,
    channel: "countersign_grant",
    onNotification: (payload) => heard.push(payload),
    onUp: () => states.push("up"),
    onDown: () => states.push("down"),
  });
  await listener.started;
  expect(states).toEqual(["up"]);
  await database.query("SELECT pg_notify('countersign_grant', 'one')");
  await expect.poll(() => heard, WAIT).toEqual(["one"]);

  relay.isMute = true;
  await expect.poll(() => states, WAIT).toEqual(["up", "down"]);
  await database.query("SELECT pg_notify('countersign_grant', 'two')");
  relay.isMute = false;
  await expect.poll(() => states, WAIT).toEqual(["up", "down", "up"]);
  await database.query("SELECT pg_notify('countersign_grant', 'three')");
  await expect.poll(() => heard, WAIT).toEqual(["one", "three"]);
  await database.close();
});
