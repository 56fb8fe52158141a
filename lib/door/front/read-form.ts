import { CountersignError } from "@/lib/errors";

export interface BodyLimit {
  maxBytes: number;
}

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

/**
 * Reads a small form, sent as such or as JSON, and hands it on as it came. Reading ends where the limit does, however
 * the body was announced.
 *
 * @throws {CountersignError} `invalid_input`: another type, too long, no form, or a field that is no text or can't be
 * stored.
 */
export async function readForm(request: Request, { maxBytes }: BodyLimit): Promise<string> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== FORM && type !== JSON_TYPE) {
    throw new CountersignError("invalid_input", `The body is ${FORM} or ${JSON_TYPE}.`);
  }
  const text = await readText(request, maxBytes);
  for (const [name, value] of type === FORM ? new URLSearchParams(text) : fieldsOfJson(text)) {
    if (typeof value === "string" && !`${name}${value}`.includes("\0")) continue;
    const field = /^\w{1,50}$/.test(name) ? name : "name";
    const message = `The field "${field}" is not text, or holds a character that can't be stored.`;
    throw new CountersignError("invalid_input", message, { field });
  }
  return text;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) throw new CountersignError("too_large", `The body has at most ${maxBytes} bytes.`);
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function fieldsOfJson(text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CountersignError("invalid_input", "The body is not JSON.", { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new CountersignError("invalid_input", "The body is a JSON object of texts.");
}
