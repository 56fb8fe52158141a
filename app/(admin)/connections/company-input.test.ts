import { expect, it } from "vitest";
import { typedIn } from "./company-input";

it.each([undefined, null, "x", { name: "Acme" }])(
  "nothing was typed where %j came instead of a form",
  (given) => {
    expect(typedIn(given)).toEqual({ name: "", id: "" });
  },
);

it("keeps what was typed, and no file", () => {
  const form = new FormData();
  form.set("name", "Acme");
  form.set("id", new File(["x"], "id"));
  expect(typedIn(form)).toEqual({ name: "Acme", id: "" });
});
