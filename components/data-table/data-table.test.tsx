// @vitest-environment happy-dom
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ComponentProps } from "react";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, onTestFinished, test } from "vitest";
import { DataTable, dataTableColumns, sortHrefFor } from "./index";

interface Fruit {
  id: string;
  name: string;
  weightGrams: number;
}

const column = dataTableColumns<Fruit>();
const columns = column.columns([
  column.accessor("name", { header: "Name" }),
  column.accessor("weightGrams", { id: "weight", header: "Weight", meta: { descFirst: true } }),
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

test("a column that is left out is not drawn, and one without an id of its own is", () => {
  expect(texts(render(), "thead th")).toEqual(["Name", "Weight", "Actions"]);
  expect(texts(render({ hidden: ["weight"] }), "thead th")).toEqual(["Name", "Actions"]);
});

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

/** The table in a live page, whose main part can be focused, and the clicks that its first link hears of. */
async function mount() {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const main = document.body.appendChild(document.createElement("main"));
  main.tabIndex = -1;
  const root = createRoot(main);
  onTestFinished(async () => {
    await act(async () => root.unmount());
    main.remove();
  });
  await act(async () =>
    root.render(
      <AppRouterContext.Provider value={router}>
        <DataTable
          columns={columns}
          rows={fruits}
          rowId={(fruit) => fruit.id}
          rowHref={(fruit) => `/fruit/${fruit.id}`}
          caption="Fruit"
          empty={null}
        />
      </AppRouterContext.Provider>,
    ),
  );
  const find = (selector: string) => main.querySelector(selector) as HTMLElement;
  const link = find("tbody a");
  const heard: { ctrlKey: boolean; prevented: boolean }[] = [];
  link.addEventListener("click", (event) => {
    heard.push({ ctrlKey: event.ctrlKey, prevented: event.defaultPrevented });
    event.preventDefault();
    event.stopPropagation();
  });
  const click = (element: Element, init: MouseEventInit = {}) =>
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));
  return { find, link, heard, click };
}

test("a click on a cell's text is one on the row's link, and a button in the row keeps its own", async () => {
  const { find, heard, click } = await mount();
  click(find("tbody td > div"));
  click(find("tbody td > div"), { ctrlKey: true });
  click(find("tbody button"));
  expect(heard).toEqual([
    { ctrlKey: false, prevented: false },
    { ctrlKey: true, prevented: false },
  ]);
});

test("a click that ends the marking of text follows no link", async () => {
  const { find, link, heard, click } = await mount();
  window.getSelection()?.selectAllChildren(find("tbody td > div"));
  click(find("tbody td > div"));
  expect(heard).toEqual([]);
  click(link);
  expect(heard).toEqual([{ ctrlKey: false, prevented: true }]);
  window.getSelection()?.removeAllRanges();
});
