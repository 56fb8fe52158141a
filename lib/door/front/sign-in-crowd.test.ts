import { expect, test } from "vitest";
import { SignInCrowd } from "./sign-in-crowd";

const post = (url: string) => ({ method: "POST", url });

test("a network has eight sign-ins under way at once, and a place is free when one ends", () => {
  const crowd = new SignInCrowd();
  const stays = Array.from({ length: 200 }, (_, n) =>
    crowd.enter(post("/sign-in?returnTo=/"), `192.0.2.${n}`),
  );
  expect(stays.filter(Boolean)).toHaveLength(8);
  for (const url of ["/api/auth/callback/credentials", "/invite/x", "/forgot-password", "/reset-password/x"])
    expect(crowd.enter(post(url), "192.0.2.9")).toBeUndefined();
  expect(crowd.enter(post("/sign-in"), "198.51.100.1")).toBeDefined();
  stays[0]?.();
  expect(crowd.enter(post("/sign-in"), "192.0.2.9")).toBeDefined();
});

test("all networks together have twenty-four, and whoever does not sign in is not counted", () => {
  const crowd = new SignInCrowd();
  const stays = Array.from({ length: 100 }, (_, n) => crowd.enter(post("/sign-in"), `10.${n}.0.1`));
  expect(stays.filter(Boolean)).toHaveLength(24);
  for (const request of [post("/connections"), { method: "GET", url: "/sign-in" }, post("/api/oauth/qbo")])
    expect(crowd.enter(request, "10.0.0.1")).toBeDefined();
});
