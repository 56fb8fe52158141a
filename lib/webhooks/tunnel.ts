import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Duplex } from "node:stream";

/**
 * Asks a proxy for a connection to one address.
 *
 * @param address Of the receiver, not its name: the proxy must not resolve what was judged once more.
 * @throws {Error} The proxy can't be reached (its own code), or refuses (`EPROXY`).
 * @see RFC 9110 §9.3.6
 */
export function openTunnel(
  proxy: URL,
  { address, port }: { address: string; port: number },
  signal: AbortSignal,
): Promise<Duplex> {
  const authority = `${address.includes(":") ? `[${address}]` : address}:${port}`;
  const secure = proxy.protocol === "https:";
  const asked = (secure ? tlsRequest : plainRequest)({
    host: proxy.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: proxy.port || (secure ? 443 : 80),
    method: "CONNECT",
    path: authority,
    headers: { host: authority, ...authorizationOf(proxy) },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    asked.once("error", reject);
    asked.once("response", (answer) => {
      answer.destroy();
      reject(refusal(answer.statusCode));
    });
    asked.once("connect", (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(answer.statusCode));
    });
    asked.end();
  });
}

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

const refusal = (status = 0) =>
  Object.assign(new Error(`The proxy answered ${status}.`), { code: `EPROXY_${status}` });
