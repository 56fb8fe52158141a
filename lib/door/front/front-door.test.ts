import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFrontDoor } from "./front-door";
import { PATH_HEADER } from "./path-header";
import { PEER_HEADER } from "./peer-address";

const HOST = "countersign.example";
const STATE = encodeURIComponent(JSON.stringify(["", { children: ["__PAGE__", {}] }]));
let server: Server;
let served: string[] = [];
let bodies: number[] = [];
let unread: IncomingMessage[] = [];

beforeAll(async () => {
  openFrontDoor({ auth: { secret: "", url: `https://${HOST}` }, development: false, trustedProxyHops: 0 });
  server = createServer(async (request, response) => {
    served.push(request.url ?? "");
    if (request.url === "/file.js")
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    if (request.url === "/early") unread.push(request);
    if (request.url === "/page") response.setHeader("Content-Security-Policy", "script-src 'nonce-1'");
    if (request.url === "/gone.js")
      response.writeHead(404, ["Cache-Control", "public", "Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
    if (request.method === "POST" && request.url !== "/early")
      bodies.push(await sizeOf(request).catch(() => -1));
    if (!response.headersSent) response.end(JSON.stringify(request.headers));
    else response.end();
  });
  server.on("upgrade", (_request, socket) => socket.write("upgraded"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function sizeOf(request: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  return size;
}

/** Sends bytes as they are and returns what comes back until the other side ends or the answer is whole. */
async function send(...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  let answer = "";
  socket.setEncoding("latin1").on("data", (text: string) => {
    answer += text;
  });
  for (const part of parts) socket.write(part);
  await Promise.race([once(socket, "close"), once(socket, "end")]);
  socket.destroy();
  return answer;
}

const ask = (line: string, headers: Record<string, string> = {}) =>
  send(
    `${line} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}\r\n`,
  );
const statusOf = (answer: string) => Number(answer.split(" ")[1]);

it("an answer has the headers every answer has, and its own where it brings them", async () => {
  const bare = await ask("GET /");
  for (const header of [
    "Strict-Transport-Security: max-age=31536000",
    "Content-Security-Policy: default-src 'none'; base-uri 'none'",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin",
    "Permissions-Policy: camera=()",
  ]) {
    expect(bare).toContain(`\r\n${header}`);
  }
  expect(await ask("GET /file.js")).toContain("\r\nCache-Control: public, max-age=31536000, immutable\r\n");
  expect(await ask("GET /page")).toContain("\r\nContent-Security-Policy: script-src 'nonce-1'\r\n");
  const failure = await ask("GET /gone.js");
  expect(failure).toContain("\r\nCache-Control: no-store\r\n");
  expect(failure.match(/\r\nCache-Control/g)).toHaveLength(1);
  expect(failure).toContain("\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
});

it("a page whose address is a secret tells it to nobody", async () => {
  for (const url of ["/invite/abc", "/reset-password/abc?x=1"]) {
    const answer = await ask(`GET ${url}`);
    expect(answer).toContain("\r\nReferrer-Policy: no-referrer\r\n");
    expect(answer).toContain("\r\nCache-Control: no-store\r\n");
    expect(answer).toContain("\r\nX-Robots-Tag: noindex\r\n");
  }
  expect(await ask("GET /page/invite/abc")).not.toContain("X-Robots-Tag");
});

it("the form of such a page names our origin, and no other form does by saying null", async () => {
  const own = { Origin: "null", "Sec-Fetch-Site": "same-origin" };
  const originOf = async (line: string, headers: Record<string, string>) =>
    /"origin":"([^"]+)"/.exec(await ask(line, headers))?.[1];
  expect(await originOf("POST /invite/abc", own)).toBe(`https://${HOST}`);
  expect(await originOf("POST /sign-in", own)).toBe("null");
  for (const site of ["cross-site", "same-site", "none", ""])
    expect(await originOf("POST /invite/abc", { ...own, "Sec-Fetch-Site": site })).toBe("null");
  expect(await originOf("POST /invite/abc", { ...own, Origin: "https://evil.example" })).toBe(
    "https://evil.example",
  );
});

it.each([
  ["TRACE /", 405],
  ["PUT /", 405],
  ["DELETE /api/livez", 405],
  ["OPTIONS *", 405],
  ["PROPFIND /", 405],
  ["GET /%", 400],
  ["GET /connections/%ff", 400],
  ["GET /connections/%c0%af", 400],
  ["GET /connections/%ed%a0%80", 400],
  ["GET /connections/a%00b", 400],
  ["GET /connections/a%0d%0ab", 400],
  ["GET /connections?search=a%00", 400],
  ["GET /_global-error", 400],
  ["GET /%5fglobal-error.rsc", 400],
  ["GET http://elsewhere.example/", 400],
  ["GET /connections?search=100%25&sort=%ff", 200],
  ["GET /connections/a%20b", 200],
])("%s is answered %i before anything behind the door sees it", async (line, status) => {
  served = [];
  const answer = await ask(line);
  expect(statusOf(answer)).toBe(status);
  expect(served).toHaveLength(status === 200 ? 1 : 0);
  expect(answer).toContain("Strict-Transport-Security");
  if (status === 405) expect(answer).toContain("\r\nAllow: GET, HEAD, POST\r\n");
});

it.each([
  [{ "Next-Router-State-Tree": "x" }, 400],
  [{ "Next-Router-State-Tree": "%ff" }, 400],
  [{ "Next-Router-State-Tree": "[1]" }, 400],
  [{ "Next-Router-State-Tree": STATE }, 200],
  [{ Origin: "nonsense" }, 400],
  [{ Origin: "null" }, 200],
  [{ "X-Forwarded-Host": "a b" }, 400],
  [{ "X-Forwarded-Host": 'a"b' }, 400],
  [{ "X-Forwarded-Host": "countersign.example:8443, inner" }, 200],
])("headers %j are answered %i", async (headers, status) => {
  expect(statusOf(await ask("GET /", headers as Record<string, string>))).toBe(status);
});

it("tells a person a page and a program JSON, and HEAD nothing", async () => {
  expect(await ask("GET /%ff", { Accept: "text/html" })).toContain("<h1>That request can&#39;t be read</h1>");
  expect(await ask("GET /%ff")).toMatch(
    /\r\n\r\n\{"code":"invalid_input","message":".+","owner":"us","retryable":false,"requestId":"\w{10}"\}$/,
  );
  expect(await ask("HEAD /%ff")).toMatch(/^HTTP\/1\.1 400 [\s\S]*\r\n\r\n$/);
});

it("a body that is announced too long is refused unread", async () => {
  served = [];
  const answer = await ask("POST /", { "Content-Length": String(200 * 1024 * 1024) });
  expect([statusOf(answer), served]).toEqual([413, []]);
});

it("a body in chunks is cut where it becomes too long, and one below the limit is whole", async () => {
  const head = `POST / HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
  const chunk = `8000\r\n${"a".repeat(0x8000)}\r\n`;
  bodies = [];
  expect(statusOf(await send(head, chunk.repeat(40)))).toBe(413);
  await expect.poll(() => bodies).toEqual([-1]);
  expect(statusOf(await send(head, chunk.repeat(8), "0\r\n\r\n"))).toBe(200);
  expect(bodies).toEqual([-1, 8 * 0x8000]);
});

it("a GET that announces a large body is refused, and its connection closed", async () => {
  served = [];
  const answer = await ask("GET /", { "Content-Length": String(50 * 1024 * 1024) });
  expect([statusOf(answer), served, answer.includes("\r\nConnection: close\r\n")]).toEqual([413, [], true]);
});

it.each(["GET /early", "HEAD /early", "POST /early", "GET /%ff"])(
  "%s is answered before its body has come, and 50 MB of that are dropped or cut, never kept",
  async (line) => {
    unread = [];
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.on("error", () => {});
    let answer = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    const closed = once(socket, "close").catch(() => {});
    socket.write(`${line} HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
    let mostKept = 0;
    for (let sent = 0; sent < 50 * 16 && !socket.destroyed; sent++) {
      if (!socket.write(chunk)) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
      mostKept = Math.max(mostKept, ...unread.map(({ readableLength }) => readableLength));
    }
    socket.destroy();
    expect(statusOf(answer)).toBe(line === "GET /%ff" ? 400 : 200);
    expect(mostKept).toBeLessThanOrEqual(256 * 1024);
  },
);

it("a header that floods X-Forwarded-For is refused before anything behind the door sees it", async () => {
  served = [];
  const answer = await ask("GET /", { "X-Forwarded-For": Array(10_000).fill("6.6.6.6").join(", ") });
  expect([statusOf(answer), served]).toEqual([431, []]);
});

it("stamps the connection's own address over a forged one, and takes a forged path away", async () => {
  const answer = await ask("GET /", { [PEER_HEADER]: "6.6.6.6", [PATH_HEADER]: "/forged" });
  const seen = JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
  expect([seen[PEER_HEADER], seen[PATH_HEADER]]).toEqual(["127.0.0.1", undefined]);
});

it("HTTP/1.0 without a host is served under our own, and an upgrade is an ordinary request", async () => {
  const old = await send("GET / HTTP/1.0\r\n\r\n");
  expect([statusOf(old), old.includes(`"host":"${HOST}"`)]).toEqual([200, true]);
  const upgrade = await send(
    `GET / HTTP/1.1\r\nHost: ${HOST}\r\nUpgrade: websocket\r\nConnection: close, Upgrade\r\n\r\n`,
  );
  expect(statusOf(upgrade)).toBe(200);
});

it("leaves the judgement of a foreign Origin to the doors behind it, which can say it in words", async () => {
  const answer = await ask("GET /page", { Origin: "https://elsewhere.example:8443" });
  expect(answer).toContain('"x-forwarded-host":"elsewhere.example:8443"');
  expect(await ask("GET /page")).not.toContain("x-forwarded-host");
});
