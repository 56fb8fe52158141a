import { expect, test } from "vitest";
import type { DeliveryView } from "@/lib/alerts";
import { deliveryState } from "./delivery-state";

const at = new Date("2026-03-03T09:00:00Z");
const later = new Date("2026-03-03T09:05:00Z");
const waiting: DeliveryView = {
  id: "d",
  alertId: "a",
  event: "raised",
  title: "",
  sentence: "",
  channelKind: "webhook",
  target: "",
  attempts: 0,
  createdAt: at,
  nextAttemptAt: at,
  deliveredAt: null,
  lastStatus: null,
  lastError: null,
};
const failed = { attempts: 2, lastStatus: 500, lastError: "x.test answered 500." };

test.each([
  ["waits", {}, { tone: "expiring", word: "Waiting", at, detail: "" }],
  ["is being sent", { attempts: 1 }, { tone: "expiring", word: "Sending", at, detail: "" }],
  [
    "arrived",
    { attempts: 1, nextAttemptAt: null, deliveredAt: later, lastStatus: 204 },
    { tone: "working", word: "Delivered", at: later, detail: "1 attempt (204)" },
  ],
  [
    "is tried again",
    { ...failed, nextAttemptAt: later },
    { tone: "expiring", word: "Next attempt", at: later, detail: "2 attempts. x.test answered 500." },
  ],
  [
    "was given up",
    { ...failed, attempts: 8, nextAttemptAt: null },
    { tone: "reconnect", word: "Failed", at, detail: "8 attempts. x.test answered 500." },
  ],
  [
    "never left",
    { nextAttemptAt: null, lastError: "The channel was removed first." },
    { tone: "disconnected", word: "Not sent", at, detail: "The channel was removed first." },
  ],
])("a message that %s says so", (_, changes, state) => {
  expect(deliveryState({ ...waiting, ...changes })).toEqual(state);
});
