import { expect, it, vi } from "vitest";
import { CountersignError } from "@/lib/errors";
import { isSsoRefusal, SsoRefusal } from "./sso-refusal";

it("a refusal is known in another copy of its module, as the framework makes them", async () => {
  vi.resetModules();
  const copy = await import("./sso-refusal");
  const refusal = new copy.SsoRefusal("busy", "Too many.");
  expect(refusal instanceof SsoRefusal).toBe(false);
  expect(isSsoRefusal(refusal)).toBe(true);
  expect(isSsoRefusal(new CountersignError("not_signed_in", "No."))).toBe(false);
  expect(isSsoRefusal(undefined)).toBe(false);
});
