import { describe, expect, test } from "vitest";
import { ClientRejectedError, ProviderUnavailableError, ReconnectRequiredError } from "../errors";
import { createBreaker } from "./breaker";

function openWorld() {
  let nowMs = 0;
  const breaker = createBreaker("Xero", { nowMs: () => nowMs, random: () => 0 });
  const fail = (times: number) => {
    for (let time = 0; time < times; time++) breaker.settle(new ProviderUnavailableError("503"));
  };
  return { breaker, fail, advance: (ms: number) => (nowMs += ms) };
}

describe("a breaker", () => {
  test("opens at the fifth failure in a row and says when to come back", () => {
    const { breaker, fail } = openWorld();
    fail(4);
    breaker.admit();
    fail(1);
    expect(() => breaker.admit()).toThrow(expect.objectContaining({ retryable: true, retryAfterMs: 30_000 }));
  });

  test("lets one trial through after a while, and everyone once it succeeded", () => {
    const { breaker, fail, advance } = openWorld();
    fail(5);
    advance(30_000);
    breaker.admit();
    expect(() => breaker.admit()).toThrow();
    breaker.settle();
    breaker.admit();
    breaker.admit();
    expect(breaker.state).toBe("closed");
  });

  test("stays open when the trial fails, and gives a trial back that led to no call", () => {
    const { breaker, fail, advance } = openWorld();
    fail(5);
    advance(30_000);
    breaker.admit();
    fail(1);
    expect(breaker.state).toBe("open");
    advance(30_000);
    breaker.admit();
    breaker.release();
    breaker.admit();
  });

  test("opens for a client that is refused, and says that it is our configuration", () => {
    const { breaker } = openWorld();
    for (let time = 0; time < 5; time++) breaker.settle(new ClientRejectedError("invalid_client"));
    const refused = { code: "client_rejected", owner: "us", retryAfterMs: 30_000 };
    expect(() => breaker.admit()).toThrow(expect.objectContaining(refused));
  });

  test("counts only what fails everyone, and forgets it after a success", () => {
    const { breaker, fail } = openWorld();
    fail(4);
    breaker.settle(new ReconnectRequiredError("invalid_grant"));
    fail(4);
    breaker.settle();
    fail(4);
    expect(breaker.state).toBe("closed");
  });
});
