import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Env } from "@/lib/env";
import { pageStatus } from "./page-status";
import { hasSecret } from "./secret-path";

const YEAR_SECONDS = 365 * 86_400;

/** For what is no page: it loads nothing, runs nothing and shows in no frame. Pages bring their own from proxy.ts. */
const BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The headers of every answer, whoever of the framework's parts or ours gives it. */
function answerHeaders({ auth }: Pick<Env, "auth">): [string, string][] {
  const headers: [string, string][] = [
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", "same-origin"],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    [
      "Permissions-Policy",
      "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ],
  ];
  if (auth.url.startsWith("https:")) {
    headers.push(["Strict-Transport-Security", `max-age=${YEAR_SECONDS}`]);
  }
  return headers;
}

/** Where the address itself is a secret: no other request, no cache and no search engine gets it. */
const SECRET_HEADERS: [string, string][] = [
  ["Referrer-Policy", "no-referrer"],
  ["Cache-Control", "no-store"],
  ["X-Robots-Tag", "noindex"],
];

/**
 * Has the last word on an answer's headers: what it must have and lacks is added as it is sent. A failure is never
 * stored, and neither is an answer that says nothing of it.
 */
export function completeHeaders(env: Pick<Env, "auth">): (response: ServerResponse) => void {
  const always = answerHeaders(env);
  return (response) => {
    const writeHead = response.writeHead;
    const complete = (given: number, second?: string | Given, third?: Given): ServerResponse => {
      const status = pageStatus(response.req, given);
      // Node lets headers ride along in the call itself; they are set first, so that none is doubled or missed.
      takeOver(response, typeof second === "string" ? third : second);
      for (const [name, value] of always) response.setHeader(name, value);
      if (hasSecret(response.req.url ?? "")) {
        for (const [name, value] of SECRET_HEADERS) response.setHeader(name, value);
      }
      if (!response.hasHeader("Content-Security-Policy")) {
        response.setHeader("Content-Security-Policy", BARE_POLICY);
      }
      if (status >= 400 || !response.hasHeader("Cache-Control"))
        response.setHeader("Cache-Control", "no-store");
      if (typeof second === "string") response.statusMessage = second;
      return writeHead.call(response, seeOther(response, status));
    };
    response.writeHead = complete as ServerResponse["writeHead"];
  };
}

/**
 * What a form did is done: a page that then leads elsewhere, because the session ended meanwhile, is asked for by GET. With
 * the 307 that the framework gives, the browser would send the form there once more, to a page that doesn't know it.
 */
const seeOther = ({ req }: ServerResponse, status: number) =>
  status === 307 && req.method === "POST" ? 303 : status;

type Given = OutgoingHttpHeaders | OutgoingHttpHeader[];

function takeOver(response: ServerResponse, given: Given | undefined): void {
  if (!given) return;
  const entries = Array.isArray(given) ? pairs(given) : Object.entries(given);
  for (const [name] of entries) response.removeHeader(name);
  for (const [name, value] of entries) if (value !== undefined) response.appendHeader(name, textOf(value));
}

const textOf = (value: OutgoingHttpHeader) => (typeof value === "number" ? String(value) : value);

/** Node takes a flat list too, name before value. */
function pairs(list: OutgoingHttpHeader[]): [string, OutgoingHttpHeader | undefined][] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[String(name), list[index + 1]]] : []));
}
