// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConfirmDialog } from "./confirm-dialog";

type Action = Parameters<typeof ConfirmDialog>[0]["action"];

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
  vi.unstubAllGlobals();
});

const dialogFor = (action: Action) => (
  <ConfirmDialog
    href="/connections/a/disconnect"
    trigger="Disconnect"
    title="Disconnect Acme?"
    confirmLabel="Disconnect"
    action={action}
    fields={{ connectionId: "a" }}
  >
    Its invoices stop.
  </ConfirmDialog>
);

async function openAndConfirm(action: Action): Promise<HTMLDialogElement> {
  await act(() => root.render(dialogFor(action)));
  const dialog = host.querySelector("dialog");
  if (!dialog) throw new Error("The dialog was not rendered");
  await act(() => host.querySelector("a")?.click());
  expect(dialog.open).toBe(true);
  await act(async () => dialog.querySelector<HTMLButtonElement>('button[type="submit"]')?.click());
  return dialog;
}

test("without scripts the trigger is a link to the page that asks the same", () => {
  const html = renderToStaticMarkup(dialogFor(async () => ({ status: "done" })));
  expect(html).toMatch(/^<a href="\/connections\/a\/disconnect"/);
});

test("a confirmed action gets its fields and closes the dialog", async () => {
  const received: unknown[] = [];
  const dialog = await openAndConfirm(async (previous, formData) => {
    received.push(previous, formData.get("connectionId"));
    return { status: "done" };
  });
  expect(received).toEqual([{ status: "idle" }, "a"]);
  expect(dialog.open).toBe(false);
});

test("a failed action stays open and says why, with the reference", async () => {
  const dialog = await openAndConfirm(async () => ({
    status: "failed",
    message: "Xero didn't answer.",
    requestId: "req_1",
  }));
  expect(dialog.open).toBe(true);
  expect(dialog.querySelector('[role="alert"]')?.textContent).toBe("Xero didn't answer.Reference req_1");
});
