import { expect, it } from "vitest";
import { ssoWorld } from "@/dev/vitest/sso-world";

const world = ssoWorld({ domains: ["example.org"], roles: { IT: "admin", Helpdesk: "support" } });

it("somebody of a named domain comes without invite, with the lowest role, and again as the same person", async () => {
  const ada = world.person({ email: "ada@example.org" });
  expect(await world.enter(ada.subject)).toMatchObject({ entered: { sessionId: expect.any(String) } });
  expect(await world.userOf(ada.subject)).toMatchObject({
    email: "ada@example.org",
    name: "Ada",
    role: "finance",
    passwordHash: null,
  });
  await world.enter(ada.subject);
  expect(await world.database.query(`SELECT 1 FROM "User" WHERE email = 'ada@example.org'`)).toHaveLength(1);
});
