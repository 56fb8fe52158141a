// @vitest-environment happy-dom
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BarPlot } from "./bar-plot";

const plot = (
  <BarPlot
    title="Refreshes a day"
    summary="1,203 refreshes, 3 failed, in 2 days."
    unit="Day"
    parts={[
      { label: "Succeeded", tone: "ok" },
      { label: "Failed", tone: "bad" },
    ]}
    noteLabel="95 % within"
    bars={[
      { label: "2 Mar", values: [1_000, 0], note: "5 ms", href: "/audit?from=2026-03-02" },
      { label: "3 Mar", values: [200, 3], note: "10 ms" },
    ]}
  />
);
const page = new DOMParser().parseFromString(renderToStaticMarkup(plot), "text/html");

test("bars are as high as what they count, and the least of it is still seen", () => {
  const drawn = [...page.querySelectorAll("rect.pointer-events-none")];
  expect(drawn.map((bar) => [bar.getAttribute("y"), bar.getAttribute("height")])).toEqual([
    ["0", "100"],
    ["80", "20"],
    ["78", "2"],
  ]);
});

test("each bar says in words what it counts, and leads to it", () => {
  expect([...page.querySelectorAll("title")].map((title) => title.textContent)).toEqual([
    "2 Mar: Succeeded 1,000, Failed 0; 5 ms",
    "3 Mar: Succeeded 200, Failed 3; 10 ms",
  ]);
  expect(page.querySelectorAll("svg a")).toHaveLength(1);
  expect(page.querySelector("svg a")?.getAttribute("tabindex")).toBe("-1");
});

test("the table says the same, newest first, with links for the keyboard", () => {
  const rows = [...page.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ["3 Mar", "200", "3", "10 ms"],
    ["2 Mar", "1,000", "0", "5 ms"],
  ]);
  expect(page.querySelector("tbody a")?.getAttribute("href")).toBe("/audit?from=2026-03-02");
});
