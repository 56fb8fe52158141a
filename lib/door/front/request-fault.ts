import type { IncomingHttpHeaders } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import type { RequestFault } from "./fault-answer";

/** No form of ours is larger, and no route takes more. */
export const MAX_BODY_BYTES = 256 * 1024;
export const METHODS = ["GET", "HEAD", "POST"];

interface Head {
  method?: string | undefined;
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** @returns Undefined for a request that any part of the framework can read. */
export function requestFault({ method = "", url = "", headers }: Head): RequestFault | undefined {
  if (!METHODS.includes(method)) {
    return { status: 405, message: "This takes GET, HEAD and POST." };
  }
  const name = headerAtFault(headers);
  if (name) return { status: 400, message: `The header ${name} can't be read.` };
  if (!isReadable(url)) {
    return {
      status: 400,
      message: "This address can't be read: it is damaged, or holds what no address of ours has.",
    };
  }
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES) return tooLarge;
  return undefined;
}

export const tooLarge: RequestFault = {
  status: 413,
  message: `A body has at most ${MAX_BODY_BYTES / 1024} kB here.`,
};

/** The framework's own page of last resort, which it serves as a failure to whoever asks for it by name. */
const FAILURE_PAGE = /^\/+_global-error(?![\w-])/;

/** A path of whole percent-encoded UTF-8 without control characters, and no NUL after it: Postgres stores none. */
function isReadable(url: string): boolean {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  if (!path.startsWith("/") || /%00|\0/.test(query)) return false;
  try {
    const decoded = decodeURIComponent(path);
    return !/\p{Cc}/u.test(decoded) && !FAILURE_PAGE.test(decoded);
  } catch {
    return false;
  }
}

const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Those the framework reads and would fail over; the state tree is judged by its own reading of it. */
function headerAtFault(headers: IncomingHttpHeaders): string | undefined {
  const checks: [name: string, isSound: (value: string) => boolean][] = [
    ["host", (value) => HOST.test(value)],
    ["x-forwarded-host", (value) => value.split(",").every((host) => HOST.test(host.trim()))],
    ["origin", (value) => value === "null" || URL.canParse(value)],
    ["next-router-state-tree", isStateTree],
  ];
  return checks.find(([name, isSound]) => {
    const value = headers[name];
    return value !== undefined && !isSound(String(value));
  })?.[0];
}

function isStateTree(value: string): boolean {
  try {
    parseAndValidateFlightRouterState(value);
    return true;
  } catch {
    return false;
  }
}
