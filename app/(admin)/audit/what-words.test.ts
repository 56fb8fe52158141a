import { expect, test } from "vitest";
import { whatWords } from "./what-words";

const words = (operation: string, apiEndpoint: string, subjectName: string | null = "Sam") =>
  whatWords({ operation, apiEndpoint, subjectName });

test("a change of a person says of whom, from what and to what", () => {
  expect(words("user.change", "/users/u1/role/support/admin")).toBe(
    "Changed Sam's role from support to admin",
  );
  expect(words("user.change", "/users/u1/role/finance")).toBe("Changed Sam's role to finance");
  expect(words("user.create", "/users/u1")).toBe("Added Sam");
  expect(words("user.change", "/users/u1/disabled")).toBe("Disabled Sam");
  expect(words("user.change", "/users/u1/sessions")).toBe("Ended all sessions of Sam");
  expect(words("session.end", "/users/u1/sessions/role")).toBe("Ended a session of Sam: new role");
  expect(words("second_factor.change", "/users/u1/second-factor/reset")).toBe(
    "Removed Sam's lost second factor",
  );
});

test("what is not known keeps the operation's words", () => {
  expect(words("user.change", "/users/u1/role/support/admin", null)).toBe("Change of a user");
  expect(words("user.change", "/users/u1/of-a-later-version")).toBe("Change of a user");
  expect(words("connection.check", "/v3/query", null)).toBe("Check");
});

test("a name can't turn the sentence", () => {
  expect(words("user.change", "/users/u1/disabled", "Sam\u202enoitcA")).toBe("Disabled SamnoitcA");
});
