import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { proxyFor } from "@/lib/outgoing-proxy";
import { openTunnel } from "./tunnel";

/** What posting a webhook needs of the network. */
export interface WebhookNetwork {
  /** Networks that are not public and may be called all the same, as CIDR. */
  readonly allowed: readonly string[];
  /** Every address of a host; the judge looks at all of them. */
  resolve(host: string): Promise<{ address: string; family: number }[]>;
  /** Connects to one of these very addresses: nothing is resolved a second time. */
  connect(to: Receiver, signal: AbortSignal): Promise<TLSSocket>;
}

interface Receiver {
  host: string;
  port: number;
  addresses: { address: string; family: number }[];
}

/** The network that this machine is in. */
export const openNetwork = (allowed: readonly string[]): WebhookNetwork => ({
  allowed,
  resolve: (host) => lookup(host, { all: true }),
  connect: async ({ host, port, addresses }, signal) => {
    const tls: ConnectionOptions = {
      host,
      // RFC 6066 allows names only; the certificate is compared with the host either way.
      ...(isIP(host) === 0 && { servername: host }),
      ALPNProtocols: ["http/1.1"],
    };
    const proxy = proxyFor(`https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
    const [first] = addresses;
    if (!proxy || !first) return connect({ ...tls, port, lookup: only(addresses) });
    return connect({ ...tls, socket: await openTunnel(proxy, { address: first.address, port }, signal) });
  },
});

/** A lookup that knows but the judged addresses, in whichever of its two forms the socket asks. */
function only(addresses: { address: string; family: number }[]): LookupFunction {
  return (_host, options, done) => {
    if (options.all) return done(null, addresses);
    const [first] = addresses;
    if (first) done(null, first.address, first.family);
    else done(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "");
  };
}
