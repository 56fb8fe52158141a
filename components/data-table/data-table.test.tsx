// @vitest-environment happy-dom
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DataTable, dataTableColumns, sortHrefFor } from "./index";

interface Fruit {
  id: string;
  name: string;
  weightGrams: number;
}

const column = dataTableColumns<Fruit>();
const columns = column.columns([
  column.accessor("name", { id: "name", header: "Name" }),
  column.accessor("weightGrams", { id: "weight", header: "Weight", sortDescFirst: true }),
  column.display({
    id: "actions",
    header: "Actions",
    meta: { hideLabel: true },
    cell: ({ row }) => <button type="button">Eat {row.original.name}</button>,
  }),
]);
const fruits: Fruit[] = [
  { id: "a", name: "Apple", weightGrams: 180 },
  { id: "p", name: "Pear", weightGrams: 170 },
];

const nowhere = () => {
  throw new Error("A server render must not navigate");
};
const router = {
  back: nowhere,
  forward: nowhere,
  refresh: nowhere,
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
} as unknown as ComponentProps<typeof AppRouterContext.Provider>["value"];

function render(props: Partial<ComponentProps<typeof DataTable<Fruit>>> = {}): Document {
  const html = renderToStaticMarkup(
    <AppRouterContext.Provider value={router}>
      <DataTable
        columns={columns}
        rows={fruits}
        rowId={(fruit) => fruit.id}
        caption="Fruit"
        sortHref={sortHrefFor({ pathname: "/fruit", search: "q=a" })}
        empty={<p>No fruit yet</p>}
        {...props}
      />
    </AppRouterContext.Provider>,
  );
  return new DOMParser().parseFromString(html, "text/html");
}

const texts = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].map((element) => element.textContent);
const hrefs = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].map((element) => element.getAttribute("href"));

test("rows stand in the order the server gave, whatever the sort says", () => {
  const page = render({ sort: { columnId: "name", direction: "desc" } });
  expect(texts(page, "tbody th")).toEqual(["Apple", "Pear"]);
});

test("the sorted column says so and links to the other direction", () => {
  const page = render({ sort: { columnId: "name", direction: "asc" } });
  expect([...page.querySelectorAll("thead th")].map((cell) => cell.getAttribute("aria-sort"))).toEqual([
    "ascending",
    null,
    null,
  ]);
  expect(hrefs(page, "thead a")[0]).toBe("/fruit?q=a&sort=name&direction=desc");
});

test("an unsorted column links to its own first direction", () => {
  const page = render();
  expect(hrefs(page, "thead a")).toEqual([
    "/fruit?q=a&sort=name&direction=asc",
    "/fruit?q=a&sort=weight&direction=desc",
  ]);
});

test("each row has one link, in its header cell, with no control inside", () => {
  const page = render({ rowHref: (fruit) => `/fruit/${fruit.id}` });
  expect(hrefs(page, "tbody a")).toEqual(["/fruit/a", "/fruit/p"]);
  expect(page.querySelectorAll("tbody th > a").length).toBe(2);
  expect(page.querySelectorAll("a button, button a, a a").length).toBe(0);
});

test("every cell but the header and the buttons carries its label for the card", () => {
  const page = render();
  const labels = [...page.querySelectorAll("tbody tr:first-child td")].map((cell) =>
    cell.getAttribute("data-label"),
  );
  expect(labels).toEqual(["Weight", null]);
});

test("checkboxes belong to the named form and carry the rows' ids", () => {
  const page = render({
    selection: { name: "fruit", formId: "bulk", rowLabel: (fruit) => `Select ${fruit.name}` },
  });
  const boxes = [...page.querySelectorAll("tbody input")];
  expect(
    boxes.map((box) => [box.getAttribute("form"), box.getAttribute("name"), box.getAttribute("value")]),
  ).toEqual([
    ["bulk", "fruit", "a"],
    ["bulk", "fruit", "p"],
  ]);
  expect(texts(page, "tbody label")).toEqual(["Select Apple", "Select Pear"]);
});

test("a busy table keeps its rows", () => {
  const page = render({ busy: true });
  expect(page.querySelector("table")?.getAttribute("aria-busy")).toBe("true");
  expect(page.querySelectorAll("tbody tr").length).toBe(2);
});

test("without rows the empty words stand in the table's place", () => {
  const page = render({ rows: [] });
  expect(page.querySelector("table")).toBeNull();
  expect(page.body.textContent).toBe("No fruit yet");
});
