import { expect, it } from "vitest";
import { boundedText } from "./bounded-text";

it("reads what is short enough, letters across two pieces included", async () => {
  const bytes = new TextEncoder().encode("Zürich");
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect(await boundedText(new Response(body), bytes.length)).toBe("Zürich");
  expect(await boundedText(new Response(null), 0)).toBe("");
});

it("leaves the rest of a longer answer unread", async () => {
  let [sent, cancelled] = [0, false];
  const body = new ReadableStream({
    pull(controller) {
      sent += 1_000;
      controller.enqueue(new Uint8Array(1_000));
    },
    cancel() {
      cancelled = true;
    },
  });
  expect(await boundedText(new Response(body), 10_000)).toBeUndefined();
  expect(cancelled).toBe(true);
  expect(sent).toBeLessThan(15_000);
});
