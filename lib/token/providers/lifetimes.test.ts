import { describe, expect, test } from "vitest";
import { believedLifetimes, retryAfterMs } from "./lifetimes";

const DAY = 86_400;
const documented = { accessSeconds: 3_600, refreshSeconds: 100 * DAY, hardSeconds: 5 * 366 * DAY };

describe("believedLifetimes", () => {
  test("takes what can be true, as a number or as digits", () => {
    const body = {
      expires_in: "3600",
      x_refresh_token_expires_in: 8_726_400,
      x_refresh_token_hard_expires_in: " 156032154 ",
    };
    expect(believedLifetimes(body, documented)).toEqual({
      accessSeconds: 3_600,
      refreshSeconds: 8_726_400,
      hardSeconds: 156_032_154,
      doubted: [],
    });
  });

  test("says nothing of what is missing", () => {
    expect(believedLifetimes({ expires_in: null }, documented)).toMatchObject({
      accessSeconds: undefined,
      doubted: [],
    });
  });

  const unbelievable = [0, -1, "", " ", "soon", "0x10", "1e9", Number.NaN, Infinity, 59, true, [3_600], {}];
  test.each([...unbelievable, 86_401, 2 ** 63, "9223372036854775807"])(
    "does not believe an access token's life of %j",
    (expires_in) => {
      expect(believedLifetimes({ expires_in }, documented)).toMatchObject({
        accessSeconds: undefined,
        doubted: ["access"],
      });
    },
  );

  test.each([...unbelievable, 3_599, 5 * 366 * DAY + 1, "9223372036854775807"])(
    "does not believe %j of a refresh token or a consent",
    (told) => {
      const body = { x_refresh_token_expires_in: told, x_refresh_token_hard_expires_in: told };
      expect(believedLifetimes(body, documented)).toMatchObject({
        refreshSeconds: undefined,
        hardSeconds: undefined,
        doubted: ["refresh", "hard"],
      });
    },
  );

  test("knows no final end where the provider documents none, and believes at most a year of a refresh token", () => {
    const body = { x_refresh_token_expires_in: 367 * DAY, x_refresh_token_hard_expires_in: 10 * DAY };
    const { accessSeconds, refreshSeconds } = documented;
    expect(believedLifetimes(body, { accessSeconds, refreshSeconds })).toMatchObject({
      refreshSeconds: undefined,
      hardSeconds: undefined,
      doubted: ["refresh"],
    });
  });
});

describe("retryAfterMs", () => {
  const nowMs = Date.UTC(2026, 2, 1);

  test.each([
    ["60", 60_000],
    [" 7 ", 7_000],
    ["0.5", 500],
    ["86400", 86_400_000],
    ["900000", 86_400_000],
    ["Sun, 01 Mar 2026 00:01:00 GMT", 60_000],
    ["Mon, 01 Mar 2083 00:00:00 GMT", 86_400_000],
  ])("reads %j", (header, delayMs) => {
    expect(retryAfterMs(header, nowMs)).toBe(delayMs);
  });

  test.each([
    null,
    "",
    "0",
    "-5",
    "1772323200",
    "1772323200000",
    "99999999999999",
    "1e3",
    "0x10",
    "NaN",
    "Infinity",
    "soon 2083",
    "2083-01-01",
    "Sat, 28 Feb 2026 00:00:00 GMT",
  ])("does not believe %j", (header) => {
    expect(retryAfterMs(header, nowMs)).toBeUndefined();
  });
});
