import type { CustomFetch } from "openid-client";
import { SsoRefusal } from "./sso-refusal";

const MAX_BYTES = 256 * 1024;

/** Asks the identity provider: follows nothing, and takes no more of an answer than any of its documents needs. */
export function boundedFetch(fetch: typeof globalThis.fetch): CustomFetch {
  return async (url, options) => {
    const answer = await ask(fetch, url, options);
    if (answer.status >= 500 || answer.status === 429) {
      throw new SsoRefusal("unavailable", `The identity provider answered ${answer.status}.`);
    }
    const body = await readBounded(answer);
    const empty = [204, 205, 304].includes(answer.status);
    return new Response(empty ? null : body, { status: answer.status, headers: plainHeaders(answer) });
  };
}

async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  options: Parameters<CustomFetch>[1],
): Promise<Response> {
  try {
    return await fetch(url, { ...options, redirect: "manual" } as RequestInit);
  } catch (cause) {
    throw new SsoRefusal("unavailable", "The identity provider can't be reached.", { cause });
  }
}

async function readBounded(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new SsoRefusal("unsound", "The identity provider's answer is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without those that describe the bytes on the wire. */
function plainHeaders(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return headers;
}
