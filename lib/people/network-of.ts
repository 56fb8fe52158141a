import ipaddr from "ipaddr.js";

/** What one sender is likely to command beside the address a request came from. */
interface Networks {
  /** IPv4: the address itself. IPv6: its /64, the least that anybody is given. */
  address: string;
  /** IPv4: the /24. IPv6: the /64. */
  network: string;
  /** IPv4: the /24. IPv6: the /48, the most that a site is given. */
  site: string;
}

/** Groups an address with its neighbours. What is no address stands for itself. */
export function networksOf(ipAddress: string): Networks {
  if (!ipaddr.isValid(ipAddress)) return { address: ipAddress, network: ipAddress, site: ipAddress };
  const parsed = ipaddr.process(ipAddress);
  const prefix = (bits: number) => {
    const bytes = parsed.toByteArray().map((byte, nth) => byte & maskOf(bits - 8 * nth));
    return `${ipaddr.fromByteArray(bytes)}/${bits}`;
  };
  if (parsed.kind() === "ipv4") return { address: parsed.toString(), network: prefix(24), site: prefix(24) };
  return { address: prefix(64), network: prefix(64), site: prefix(48) };
}

/** The mask of a byte in which so many leading bits count. */
function maskOf(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}
