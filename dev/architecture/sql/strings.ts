import type { Module } from "./syntax";

/** Every string of a module and every text between a template's places. */
export function stringsOf({ scopes }: Module): { value: string; start: number }[] {
  return [...scopes.keys()].flatMap(({ type, value, start }) => {
    if (type === "Literal" && typeof value === "string") return [{ value, start }];
    return type === "TemplateElement" ? [{ value: String(value.cooked), start }] : [];
  });
}
