import { expect, test } from "vitest";
import { changedContact, contactInput } from "./contact-input";

const shown = { contactName: "Ada", contactEmail: "ada@acme.example", locale: "en-GB", tags: "gold\nretail" };
const read = (typed: Record<string, string>) => {
  const { companyId: _, ...given } = contactInput.parse({
    companyId: "acme",
    ...shown,
    shown: JSON.stringify(shown),
    ...typed,
  });
  return changedContact(given);
};

test("what nobody touched is not sent, so that a stale form undoes nothing", () => {
  expect(read({})).toEqual({});
  expect(read({ tags: "gold\r\nretail\r\n" })).toEqual({});
  expect(read({ contactName: "Ada Byron" })).toEqual({ contactName: "Ada Byron" });
});

test("an emptied field takes its value away", () => {
  expect(read({ contactEmail: "", locale: " ", tags: "" })).toEqual({
    contactEmail: null,
    locale: null,
    tags: [],
  });
});

test("tags are one a line, commas and all", () => {
  expect(read({ tags: " north, south \n\nsilver" })).toEqual({ tags: ["north, south", "silver"] });
});

test("a form that says nothing of what it showed sends all it has", () => {
  expect(read({ shown: "no json" })).toEqual({
    contactName: "Ada",
    contactEmail: "ada@acme.example",
    locale: "en-GB",
    tags: ["gold", "retail"],
  });
});

test("an address that is none is named", () => {
  const parsed = contactInput.safeParse({ companyId: "acme", contactEmail: "ada" });
  expect(parsed.error?.issues[0]?.path).toEqual(["contactEmail"]);
});
