import { expect, test } from "vitest";
import { isWithin, networkText, parseNetworks } from "./networks";

test.each([
  ["203.0.113.0/24", "203.0.113.0/24"],
  ["203.0.113.77/24", "203.0.113.0/24"],
  ["203.0.113.77", "203.0.113.77/32"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["2001:db8:1:2:3::/48", "2001:db8:1::/48"],
  ["2001:DB8::1", "2001:db8::1/128"],
])("reads %j as the network %j", (text, network) => {
  expect(networkText(text)).toBe(network);
});

test.each([
  ..."| |10.1|10.1/16|0x7f.0.0.1|010.0.0.1/8|1.2.3.4/33|1.2.3.4/-1|1.2.3.4/ 8|1.2.3.4/|1.2.3.4/8/8|::/129|fe80::1%eth0".split(
    "|",
  ),
  "::ffff:10.0.0.0/104",
  "example.com",
  "*",
])("%j is no network", (text) => {
  expect(networkText(text)).toBeUndefined();
});

const inside = parseNetworks(["203.0.113.0/24", "2001:db8::/32"]);
test.each([
  ["203.0.113.1", true],
  ["::ffff:203.0.113.1", true],
  ["203.0.114.1", false],
  ["2001:db8:ffff::1", true],
  ["2001:db9::1", false],
  ["", false],
  ["unknown", false],
])("%j lies within the networks: %s", (address, within) => {
  expect(isWithin(address, inside)).toBe(within);
});

test("every address of its family lies in the widest network, and none of the other's", () => {
  expect(isWithin("8.8.8.8", parseNetworks(["0.0.0.0/0"]))).toBe(true);
  expect(isWithin("2001:db8::1", parseNetworks(["0.0.0.0/0"]))).toBe(false);
});
