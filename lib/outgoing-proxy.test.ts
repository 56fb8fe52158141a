import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type ForwardProxy, startForwardProxy } from "@/dev/vitest/forward-proxy";
import { openNetwork } from "@/lib/webhooks";
import { outgoingFetch, proxyFor } from "./outgoing-proxy";

const CREDENTIALS = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
let target: Server;
let proxy: ForwardProxy;
let port: number;

beforeAll(async () => {
  target = createServer((_request, response) => response.end("reached"));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  port = (target.address() as AddressInfo).port;
});
afterAll(() => target.close());

beforeEach(async () => {
  proxy = await startForwardProxy(port);
  vi.stubEnv("HTTPS_PROXY", proxy.url);
  vi.stubEnv("HTTP_PROXY", proxy.url);
  vi.stubEnv("NO_PROXY", "inside.example.com");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
});

test("a provider's address is asked through the proxy, with its credentials", async () => {
  await outgoingFetch("http://provider.example.com/token", { method: "POST", body: "a=b" });
  expect(proxy.asked).toHaveLength(1);
  expect(proxy.asked[0]).toContain("provider.example.com");
  expect(proxy.asked[0]).toContain(CREDENTIALS);
});

test("NO_PROXY and this machine are reached directly", async () => {
  expect(proxyFor("https://inside.example.com/")).toBeUndefined();
  expect(proxyFor("https://outside.example.com/")?.host).toBe(new URL(proxy.url).host);
  expect(await (await outgoingFetch(`http://127.0.0.1:${port}/`)).text()).toBe("reached");
  expect(proxy.asked).toEqual([]);
});

test("a webhook is tunnelled to the address that was judged, never by its name", async () => {
  const addresses = [{ address: "93.184.215.14", family: 4 }];
  const signal = AbortSignal.timeout(5_000);
  const socket = await openNetwork([]).connect({ host: "hooks.example.com", port: 443, addresses }, signal);
  socket.on("error", () => {}).destroy();
  expect(proxy.asked).toEqual([`CONNECT 93.184.215.14:443 ${CREDENTIALS}`]);
});

test("a proxy that refuses a tunnel ends the attempt with its status", async () => {
  await proxy.close();
  const refusing = createServer();
  refusing.on("connect", (_request, socket) =>
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
  );
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`);
  const addresses = [{ address: "93.184.215.14", family: 4 }];
  const signal = AbortSignal.timeout(5_000);
  await expect(
    openNetwork([]).connect({ host: "hooks.example.com", port: 443, addresses }, signal),
  ).rejects.toMatchObject({ code: "EPROXY_407" });
  refusing.close();
});
