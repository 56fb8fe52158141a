import ipaddr from "ipaddr.js";

/**
 * Whether an address lies on the public internet. What carries an IPv4 address inside an IPv6 one (mapped, 6to4, NAT64,
 * Teredo) is refused whole: where it would end is the gateway's affair.
 */
export function isPublicAddress(address: string): boolean {
  // A zone ("fe80::1%eth0") names an interface of this machine.
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_UNICAST);
}

/** Whether an address lies in one of these networks, as CIDR. */
export function isIn(networks: readonly string[], address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

/** All of IPv6 that is given out; the library calls what is reserved elsewhere unicast too. @see RFC 4291 §2.4 */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];
