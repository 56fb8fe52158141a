import type { CustomFetch } from "openid-client";
import { boundedText } from "@/lib/text/bounded-text";
import { SsoRefusal } from "./sso-refusal";

/** More than any document of an identity provider holds. */
const MAX_BYTES = 256 * 1024;

/** Asks the identity provider: follows nothing, and takes no more of an answer than any of its documents needs. */
export function boundedFetch(fetch: typeof globalThis.fetch): CustomFetch {
  return async (url, options) => {
    const { answer, text } = await ask(fetch, url, options);
    if (text === undefined) throw new SsoRefusal("unsound", "The identity provider's answer is too long.");
    if (answer.status >= 500 || answer.status === 429) {
      throw new SsoRefusal("unavailable", `The identity provider answered ${answer.status}.`);
    }
    const empty = [204, 205, 304].includes(answer.status);
    return new Response(empty ? null : text, { status: answer.status, headers: plainHeaders(answer) });
  };
}

async function ask(fetch: typeof globalThis.fetch, url: string, options: Parameters<CustomFetch>[1]) {
  try {
    const answer = await fetch(url, { ...options, redirect: "manual" } as RequestInit);
    return { answer, text: await boundedText(answer, MAX_BYTES) };
  } catch (cause) {
    throw new SsoRefusal("unavailable", "The identity provider can't be reached.", { cause });
  }
}

/** Without those that describe the bytes on the wire. */
function plainHeaders(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return headers;
}
