import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "./ports";

async function listening(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

test("the wanted port is taken while nobody listens on it", async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
});

test("another port is found when somebody does", async () => {
  const taken = await listening();
  const found = await freePort(taken);
  expect(found).not.toBe(taken);
  expect(found).toBeGreaterThan(0);
});
