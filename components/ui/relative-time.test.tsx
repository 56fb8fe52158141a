// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RelativeTime } from "./relative-time";

const DAY_MS = 86_400_000;

let host: HTMLElement;
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
});

afterEach(async () => {
  await act(() => root.unmount());
  host.remove();
  delete document.documentElement.dataset.clock;
  vi.unstubAllGlobals();
});

async function shown(at: number): Promise<string> {
  await act(() => root.render(<RelativeTime at={at} />));
  return host.querySelector("time")?.firstChild?.textContent ?? "";
}

test("a moment is seen from the browser's own clock", async () => {
  expect(await shown(Date.now() - 3 * DAY_MS)).toBe("3 days ago");
});

test("a page whose server's time runs otherwise is seen from that time", async () => {
  const madeAtMs = Date.now() + 40 * DAY_MS;
  document.documentElement.dataset.clock = `${madeAtMs - performance.now() * 30} 30`;
  expect(await shown(madeAtMs - 3 * DAY_MS)).toBe("3 days ago");
});
