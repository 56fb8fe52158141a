import { type Clock, monotonicClock } from "./clock.js";
import { Connections } from "./connections.js";
import { Requests } from "./requests.js";
import { Tokens } from "./tokens.js";

export interface CountersignOptions {
  /** Where the HTTP API is: "http://127.0.0.1:3100". */
  url: string;
  /** A key of the API. */
  key: string;
  fetch?: typeof fetch;
  clock?: Clock;
}

/** A Countersign of your own. Make one a process: it is where tokens are kept. */
export class Countersign {
  readonly tokens: Tokens;
  readonly connections: Connections;

  constructor({
    url,
    key,
    fetch: send = (...args) => fetch(...args),
    clock = monotonicClock,
  }: CountersignOptions) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new TypeError("url must be the http(s) address of Countersign's API.");
    }
    if (typeof key !== "string" || key === "") throw new TypeError("key must be a key of Countersign's API.");
    const requests = new Requests({ url: url.replace(/\/+$/, ""), key, fetch: send, clock });
    this.tokens = new Tokens(requests, clock);
    this.connections = new Connections(requests);
  }
}
