import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network's own address and how many of its leading bits count. */
export type Network = readonly [start: Address, bits: number];

/** "203.0.113.7/24" as "203.0.113.0/24"; an address alone is a network of one. @returns Undefined for what is neither. */
export function networkText(text: string): string | undefined {
  const [address = "", bits, ...rest] = text.split("/");
  const isFour = ipaddr.IPv4.isValidFourPartDecimal(address);
  // A zone names an interface of one machine; a mapped address never reaches us as one.
  if (rest.length > 0 || !(isFour || (ipaddr.IPv6.isValid(address) && !/[%.]/.test(address))))
    return undefined;
  const cidr = `${address}/${bits ?? (isFour ? 32 : 128)}`;
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [, length] = ipaddr.parseCIDR(cidr);
  const start = (isFour ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(cidr);
  return `${start.toString()}/${length}`;
}

/** @param texts As {@link networkText} gives them. */
export function parseNetworks(texts: readonly string[]): Network[] {
  return texts.map((text) => ipaddr.parseCIDR(text));
}

/** Whether an address lies in one of the networks; what is no address lies in none. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some(([start, bits]) => start.kind() === parsed.kind() && parsed.match(start, bits));
}
