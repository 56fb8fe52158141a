import { expect, test } from "vitest";
import { judgeOutage } from "./judge-outage";
import type { Observed } from "./observed";

const MINUTE_MS = 60_000;
const NOW = Date.UTC(2026, 2, 3, 9);
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE_MS);
const WINDOW = { observedFromMs: NOW - 5 * MINUTE_MS, onsetFromMs: NOW - 30 * MINUTE_MS, able: 3 };

/** A connection that was read well a minute ago, on a grant that was refreshed half an hour ago. */
const seen = (grantId: string, other: Partial<Observed> = {}): Observed => ({
  grantId,
  cause: null,
  message: null,
  providerRef: null,
  since: ago(600),
  lastHealthyAt: ago(1),
  lastChecked: ago(1),
  lastProbedAt: ago(1),
  issuedAt: ago(30),
  attemptStartedAt: null,
  failureCount: 0,
  lastErrorCode: null,
  lastErrorMessage: null,
  lastErrorRef: null,
  ...other,
});
const down = (grantId: string, minutes: number, other: Partial<Observed> = {}) =>
  seen(grantId, {
    cause: "provider_unavailable",
    message: "No answer.",
    since: ago(minutes),
    lastHealthyAt: ago(minutes),
    lastChecked: ago(minutes),
    lastProbedAt: ago(minutes),
    ...other,
  });
const unrefreshed = (grantId: string, minutes: number) => ({
  ...down(grantId, minutes, { lastErrorCode: "provider_unavailable", failureCount: 1, lastProbedAt: null }),
  attemptStartedAt: ago(minutes),
});
const well = (grantId: string, minutes: number) =>
  seen(grantId, { lastChecked: ago(minutes), lastProbedAt: ago(minutes), lastHealthyAt: ago(minutes) });
const limited = (grantId: string) => down(grantId, 1, { cause: "provider_rate_limited" });
/** Our client id was refused from one moment to another, and never let in between. */
const refused = (grantId: string, from: number, to: number, other: Partial<Observed> = {}) =>
  down(grantId, from, {
    cause: "client_rejected",
    lastErrorCode: "client_rejected",
    lastChecked: ago(to),
    ...other,
  });
const three = [down("a", 3), down("b", 2), down("c", 1)];

test.each<[string, Observed[], Partial<typeof WINDOW>, boolean]>([
  ["nothing", [], {}, false],
  ["two failures of three grants", three.slice(1), {}, false],
  ["three failures", three, {}, true],
  ["two failures where there are two grants", three.slice(1), { able: 2 }, true],
  ["our client id refused for two minutes, of one grant", [refused("a", 3, 1), well("b", 2)], {}, true],
  ["our client id refused of two grants, a minute apart", [refused("a", 2, 2), refused("b", 1, 1)], {}, true],
  ["our client id refused once", [refused("a", 1, 1)], {}, false],
  [
    "our client id refused, and another process's let in since",
    [refused("a", 3, 1), seen("b", { issuedAt: ago(2) })],
    {},
    false,
  ],
  ["three failures of one grant", [down("a", 3), down("a", 2), down("a", 1)], {}, false],
  [
    "three failures after everything was well",
    [...three, ...["d", "e", "f", "g", "h"].map((id) => well(id, 4))],
    {},
    true,
  ],
  [
    "three failures among four that did well since",
    [...three, ...["d", "e", "f", "g"].map((id) => well(id, 0.5))],
    {},
    false,
  ],
  [
    "three failures among three that did well since",
    [...three, ...["d", "e", "f"].map((id) => well(id, 0.5))],
    {},
    true,
  ],
  [
    "failures that began an hour ago",
    ["a", "b", "c"].map((id) => down(id, 60, { lastChecked: ago(1) })),
    {},
    false,
  ],
  [
    "failures of the customers'",
    three.map((one) => ({ ...one, cause: "organisation_unavailable" as const })),
    {},
    false,
  ],
  [
    "three refreshes that failed while reads do well",
    [...["a", "b", "c"].map((id) => unrefreshed(id, 1)), ...["d", "e", "f", "g"].map((id) => well(id, 0.5))],
    {},
    true,
  ],
  [
    "three reads that failed while refreshes do well",
    [
      ...three,
      ...["d", "e", "f", "g"].map((id) =>
        seen(id, { issuedAt: ago(0.5), lastProbedAt: null, lastChecked: ago(0.5) }),
      ),
    ],
    {},
    true,
  ],
  ["a rate limit of everybody's", [limited("a"), limited("b"), limited("c")], {}, true],
  [
    "a rate limit of three while one does well",
    [limited("a"), limited("b"), limited("c"), well("d", 1)],
    {},
    false,
  ],
])("judgeOutage of %s", (_, observed, window, isOutage) => {
  expect(judgeOutage(observed, { ...WINDOW, ...window }) !== undefined).toBe(isOutage);
});

test("judgeOutage tells the commonest cause by its first failure with a reference, and since when", () => {
  const observed = [
    down("a", 4, { message: "First." }),
    down("b", 3, { message: "With a reference.", providerRef: "tid-1" }),
    down("c", 2, { message: "Later.", providerRef: "tid-2" }),
    down("d", 1, { cause: "client_rejected", message: "Refused.", providerRef: "tid-0" }),
  ];
  expect(judgeOutage(observed, WINDOW)).toEqual({
    cause: "provider_unavailable",
    message: "With a reference.",
    providerRef: "tid-1",
    startedAt: ago(4),
    lastFailureAt: ago(1),
  });
});
