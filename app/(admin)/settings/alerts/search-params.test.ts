import { expect, test } from "vitest";
import { alertsHref, readAlertsCursor } from "./search-params";

test.each(["older", "newer"] as const)("the address of the %s page is read as it was written", (towards) => {
  const place = { atMs: 1_772_528_040_123, id: "cmwxd1z3k0104l0c8kjt48v0f" };
  const query = Object.fromEntries(new URL(alertsHref(place, towards), "https://x.test").searchParams);
  expect(readAlertsCursor(query)).toEqual({ ...place, towards });
});

test.each([{}, { after: "" }, { after: "x_y" }, { before: "99999999999999999_a" }, { after: "1_\u0000" }])(
  "%j is the newest page",
  (given) => expect(readAlertsCursor(given)).toBeUndefined(),
);
