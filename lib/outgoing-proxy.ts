import { getProxyForUrl } from "proxy-from-env";
import { fetch as fetchThrough, ProxyAgent } from "undici";

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
  if (!proxy) return fetch(input, init);
  const dispatcher = agents.get(proxy.href) ?? new ProxyAgent(proxy.href);
  agents.set(proxy.href, dispatcher);
  const options = { ...init, dispatcher } as Parameters<typeof fetchThrough>[1];
  return fetchThrough(url, options) as unknown as ReturnType<typeof fetch>;
};
