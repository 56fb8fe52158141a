import { expect, it } from "vitest";
import { networksOf } from "./network-of";

it.each([
  ["203.0.113.77", { address: "203.0.113.77", network: "203.0.113.0/24", site: "203.0.113.0/24" }],
  ["::ffff:203.0.113.77", { address: "203.0.113.77", network: "203.0.113.0/24", site: "203.0.113.0/24" }],
  [
    "2001:db8:1:2:3:4:5:6",
    { address: "2001:db8:1:2::/64", network: "2001:db8:1:2::/64", site: "2001:db8:1::/48" },
  ],
  ["unknown", { address: "unknown", network: "unknown", site: "unknown" }],
  ["", { address: "", network: "", site: "" }],
])("groups %j with what its sender commands", (ipAddress, networks) => {
  expect(networksOf(ipAddress)).toEqual(networks);
});
