import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { ANSWER_HEADER, choosePageStatus, numberAnswer, pageStatus } from "./page-status";

function exchange() {
  const request = { headers: {} } as IncomingMessage;
  const response = new EventEmitter() as ServerResponse;
  numberAnswer(request, response);
  return { request, response, number: String(request.headers[ANSWER_HEADER]) };
}

test("a page's status is what it chose, where the framework saw no failure", () => {
  const { request, number } = exchange();
  expect(pageStatus(request, 200)).toBe(200);
  choosePageStatus(number, 404);
  expect(pageStatus(request, 200)).toBe(404);
  expect(pageStatus(request, 500)).toBe(500);
});

test("a number that is closed or was never given keeps nothing", () => {
  const { request, response, number } = exchange();
  response.emit("close");
  choosePageStatus(number, 404);
  expect(pageStatus(request, 200)).toBe(200);
  choosePageStatus("none", 404);
  expect(pageStatus({ headers: { [ANSWER_HEADER]: "none" } } as unknown as IncomingMessage, 200)).toBe(200);
});
