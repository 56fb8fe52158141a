import { getProxyForUrl } from "proxy-from-env";
import type { ProxyAgent } from "undici";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for an address; none for this machine. */
export function proxyFor(url: string | URL): URL | undefined {
  const target = new URL(url);
  if (LOOPBACK.test(target.hostname)) return undefined;
  const proxy = getProxyForUrl(target.href);
  return URL.canParse(proxy) ? new URL(proxy) : undefined;
}

/** One a proxy, so that its connections are kept and used again. */
const agents = new Map<string, ProxyAgent>();

/** `fetch` that leaves by the proxy of its environment, where there is one. */
export const outgoingFetch: typeof fetch = (input, init) => {
  const url = input instanceof Request ? input.url : input;
  const proxy = proxyFor(url);
  return proxy ? fetchThrough(proxy, url, init) : fetch(input, init);
};

async function fetchThrough(proxy: URL, url: string | URL, init: RequestInit | undefined): Promise<Response> {
  // Half a megabyte that no process without a proxy loads.
  const undici = await import("undici");
  const dispatcher = agents.get(proxy.href) ?? new undici.ProxyAgent(proxy.href);
  agents.set(proxy.href, dispatcher);
  const options = { ...init, dispatcher } as Parameters<typeof undici.fetch>[1];
  return (await undici.fetch(url, options)) as unknown as Response;
}
