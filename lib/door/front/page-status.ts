import type { IncomingMessage, ServerResponse } from "node:http";

/** The front door numbers each request with it: the framework shows a page neither the request nor its answer. */
export const ANSWER_HEADER = "x-countersign-answer";

const KEY = Symbol.for("countersign.page-statuses");
const store = globalThis as { [KEY]?: Map<string, number> };

/** Statuses that pages chose, by their requests' numbers, until the answers are sent. */
// biome-ignore lint/suspicious/noAssignInExpressions: one map a process, though entry points are bundled apart
const statuses: Map<string, number> = (store[KEY] ??= new Map());

let count = 0;

/** Numbers a request. What its sender put there is not believed. */
export function numberAnswer(request: IncomingMessage, response: ServerResponse): void {
  const number = String(++count);
  request.headers[ANSWER_HEADER] = number;
  statuses.set(number, 200);
  response.once("close", () => statuses.delete(number));
}

/**
 * Gives the page that a request asks for another status than 200. It is too late once the answer's head is sent; what was
 * never numbered, or whose answer is closed, is not remembered.
 */
export function choosePageStatus(number: string, status: number): void {
  if (statuses.has(number)) statuses.set(number, status);
}

/** The status of an answer: what its page chose, where the framework saw no failure. */
export function pageStatus({ headers }: IncomingMessage, status: number): number {
  return status === 200 ? (statuses.get(String(headers[ANSWER_HEADER])) ?? status) : status;
}
