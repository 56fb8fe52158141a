import { createElement, Fragment, type ReactNode } from "react";

/** A sentence of `inParts`, with elements inside. Its parts keep their places, so they need no keys. */
export function Sentence({ parts }: { parts: readonly ReactNode[] }) {
  return createElement(Fragment, null, ...parts);
}
