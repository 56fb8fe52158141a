import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { connect, type TLSSocket } from "node:tls";

/** What posting a webhook needs of the network. */
export interface WebhookNetwork {
  /** Every address of a host; the judge looks at all of them. */
  resolve(host: string): Promise<{ address: string; family: number }[]>;
  /** Connects to one of these very addresses: nothing is resolved a second time. */
  connect(to: { host: string; port: number; addresses: { address: string; family: number }[] }): TLSSocket;
}

export const publicNetwork: WebhookNetwork = {
  resolve: (host) => lookup(host, { all: true }),
  connect: ({ host, port, addresses }) =>
    connect({
      host,
      port,
      // RFC 6066 allows names only; the certificate is compared with the host either way.
      ...(isIP(host) === 0 && { servername: host }),
      lookup: only(addresses),
      ALPNProtocols: ["http/1.1"],
    }),
};

/** A lookup that knows but the judged addresses, in whichever of its two forms the socket asks. */
function only(addresses: { address: string; family: number }[]): LookupFunction {
  return (_host, options, done) => {
    if (options.all) return done(null, addresses);
    const [first] = addresses;
    if (first) done(null, first.address, first.family);
    else done(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "");
  };
}
