"use client";

import { type RefObject, useEffect, useRef } from "react";

type Control = HTMLInputElement | HTMLSelectElement;

interface Rules {
  /** Whether a change of the control applies without a submit. */
  appliesAtOnce: (control: Control) => boolean;
  /** Whether the control keeps what it holds, although the address says `value`. */
  stays: (control: Control, value: string) => boolean;
}

/**
 * Keeps a form's uncontrolled controls at what the address says when the address changes by another way (a chip, Clear,
 * Back). What a person chose before the scripts arrived stays, and is applied where a choice applies at once.
 *
 * @param values What each control holds according to the address, by its name.
 */
export function useControlsFollow(
  form: RefObject<HTMLFormElement | null>,
  values: Readonly<Record<string, string>>,
  { appliesAtOnce, stays }: Rules,
): void {
  const shown = JSON.stringify(values);
  const followed = useRef<string>(undefined);

  useEffect(() => {
    if (!form.current || followed.current === shown) return;
    const isFirst = followed.current === undefined;
    followed.current = shown;
    const strayed = controlsOf(form.current, JSON.parse(shown)).filter(
      ({ control, value }) => control.value !== value,
    );
    if (isFirst) {
      if (strayed.some(({ control }) => appliesAtOnce(control))) form.current.requestSubmit();
      return;
    }
    for (const { control, value } of strayed) if (!stays(control, value)) control.value = value;
  });
}

function controlsOf(form: HTMLFormElement, values: Record<string, string>) {
  return Object.entries(values).flatMap(([name, value]) => {
    const control = form.elements.namedItem(name);
    const isOne = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
    return isOne ? [{ control, value }] : [];
  });
}
