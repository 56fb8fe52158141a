import { useSyncExternalStore } from "react";

/** The box of a row. */
const ROW_BOX = "input[data-row-box]";

export const boxesOf = (form: string): HTMLInputElement[] =>
  [...document.querySelectorAll<HTMLInputElement>(ROW_BOX)].filter(
    (box) => box.getAttribute("form") === form,
  );

/** Ticks boxes as a person would, and has everybody who counts them told once. */
export function tick(boxes: readonly HTMLInputElement[], checked: boolean): void {
  for (const box of boxes) box.checked = checked;
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** How many rows of the page are ticked; undefined until scripts run. */
export function useTicked(form: string): { ticked: number; rows: number } | undefined {
  const snapshot = useSyncExternalStore(
    subscribe,
    () => {
      const boxes = boxesOf(form);
      return `${boxes.filter(({ checked }) => checked).length} ${boxes.length}`;
    },
    () => "",
  );
  if (snapshot === "") return undefined;
  const [ticked = 0, rows = 0] = snapshot.split(" ").map(Number);
  return { ticked, rows };
}

function subscribe(onChange: () => void): () => void {
  // A form's boxes are cleared after its event.
  const later = () => void setTimeout(onChange);
  document.addEventListener("change", onChange);
  document.addEventListener("reset", later);
  return () => {
    document.removeEventListener("change", onChange);
    document.removeEventListener("reset", later);
  };
}
