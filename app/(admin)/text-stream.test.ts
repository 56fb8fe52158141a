import { expect, test } from "vitest";
import { textStream } from "./text-stream";

async function* parts(ended: () => void) {
  try {
    for (;;) yield "part";
  } finally {
    ended();
  }
}

test("a reader who takes nothing for long loses the place, and the work under it ends", async () => {
  const told: string[] = [];
  const stream = textStream(
    parts(() => told.push("work ended")),
    () => told.push("place given back"),
    20,
  );
  const reader = stream.getReader();
  expect((await reader.read()).done).toBe(false);
  await expect.poll(() => told).toEqual(["place given back", "work ended"]);
  const rest = async () => {
    while (!(await reader.read()).done);
  };
  await expect(rest()).rejects.toThrow("The reader stood still");
});

test("a failure of the work reaches the reader and gives the place back", async () => {
  const told: string[] = [];
  async function* failing(): AsyncGenerator<string> {
    yield "part";
    throw new Error("the database went away");
  }
  const reader = textStream(failing(), () => told.push("place given back")).getReader();
  const whole = async () => {
    while (!(await reader.read()).done);
  };
  await expect(whole()).rejects.toThrow("the database went away");
  expect(told).toEqual(["place given back"]);
});
