import { expect, it } from "vitest";
import { readForm } from "./read-form";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json; charset=utf-8";
const post = (body: BodyInit, type: string) =>
  new Request("http://localhost/api/auth/callback/credentials", {
    method: "POST",
    body,
    headers: { "content-type": type },
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
const read = (body: BodyInit, type = FORM) => readForm(post(body, type), { maxBytes: 100 });

it("hands a form on as it came, sent as such or as JSON", async () => {
  expect(await read("email=a%40b.example&password=%25")).toBe("email=a%40b.example&password=%25");
  expect(await read('{"email":"a"}', JSON_TYPE)).toBe('{"email":"a"}');
  expect(await read("")).toBe("");
});

it.each([
  ["another type", "a=b", "text/plain"],
  ["no type", "a=b", ""],
  ["damaged JSON", '{"email":', JSON_TYPE],
  ["a list", "[1]", JSON_TYPE],
  ["null", "null", JSON_TYPE],
])("%s is refused as no form", async (_what, body, type) => {
  await expect(read(body, type)).rejects.toMatchObject({ code: "invalid_input" });
});

it("a field that is no text or can't be stored is refused by its name", async () => {
  await expect(read("email=a%00b")).rejects.toMatchObject({ code: "invalid_input", field: "email" });
  for (const value of [{}, ["a"], null, true, 7]) {
    const body = JSON.stringify({ password: "x", email: value });
    await expect(read(body, JSON_TYPE)).rejects.toMatchObject({ code: "invalid_input", field: "email" });
  }
  await expect(read('{"email":"a\\u0000b"}', JSON_TYPE)).rejects.toMatchObject({ field: "email" });
});

it("reading ends where the limit does, and the rest is never asked for", async () => {
  let given = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      given += 1;
      controller.enqueue(new TextEncoder().encode("a".repeat(60)));
    },
  });
  await expect(read(endless)).rejects.toMatchObject({ code: "too_large", httpStatus: 413 });
  expect(given).toBeLessThan(5);
});
