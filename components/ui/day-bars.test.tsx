// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { DayBars, type DayBarsProps } from "./day-bars";

const props: DayBarsProps = {
  label: "Acme, Xero",
  letters: "uuwwprwe",
  firstDayMs: Date.UTC(2026, 2, 1),
  notes: { 5: "Needs reconnecting, from 09:14" },
  summary: "1 day needing reconnecting.",
  dayHref: "/health?on=",
};

test("without scripts it is a picture with its summary", () => {
  const page = new DOMParser().parseFromString(renderToStaticMarkup(<DayBars {...props} />), "text/html");
  const picture = page.querySelector('[role="img"]');
  expect(picture?.getAttribute("aria-label")).toBe("Acme, Xero. 1 day needing reconnecting.");
  expect(page.querySelectorAll("[tabindex]")).toHaveLength(0);
  expect(page.querySelector("p")?.textContent).toBe("1 day needing reconnecting.");
});

test("each status has a height of its own", () => {
  const html = renderToStaticMarkup(<DayBars {...props} letters="rpewdu" />);
  const heights = [...html.matchAll(/stroke-width="([\d.]+)"/g)].map(([, height]) => height);
  expect(new Set(heights).size).toBe(6);
});

test("keys move through the days, and the line below tells the day", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  await act(() => root.render(<DayBars {...props} />));
  const slider = host.querySelector<HTMLElement>('[role="slider"]');
  if (!slider) throw new Error("There is no slider");
  const press = (key: string) =>
    act(() => slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
  const says = () => [slider.getAttribute("aria-valuenow"), slider.getAttribute("aria-valuetext")];
  await act(() => slider.focus());
  expect(says()).toEqual(["7", "8 Mar 2026: Expiring soon"]);
  await press("ArrowLeft");
  await press("ArrowLeft");
  expect(says()).toEqual(["5", "6 Mar 2026: Needs reconnecting, from 09:14"]);
  expect(host.querySelector("p")?.textContent).toContain("6 Mar 2026: Needs reconnecting, from 09:14");
  expect(host.querySelector("p a")?.getAttribute("href")).toBe("/health?on=2026-03-06");
  await press("Home");
  expect(says()).toEqual(["0", "1 Mar 2026: No record"]);
  await press("ArrowLeft");
  expect(says()[0]).toBe("0");
  await press("PageUp");
  expect(says()[0]).toBe("7");
  await act(() => root.unmount());
  host.remove();
  vi.unstubAllGlobals();
});

test("in a row the days are told above it while one is chosen, and no longer", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  await act(() => root.render(<DayBars {...props} ending={<span>98.9 %</span>} />));
  const slider = host.querySelector<HTMLElement>('[role="slider"]');
  const line = () => [...host.querySelectorAll("p")].at(-1);
  expect(host.textContent).toContain("98.9 %");
  expect(line()?.classList.contains("hidden")).toBe(true);
  await act(() => slider?.focus());
  expect(line()?.classList.contains("hidden")).toBe(false);
  expect(line()?.textContent).toContain("8 Mar 2026: Expiring soon");
  expect(line()?.textContent).toContain(props.summary);
  await act(() => slider?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect(line()?.classList.contains("hidden")).toBe(true);
  await act(() => root.unmount());
  host.remove();
  vi.unstubAllGlobals();
});
