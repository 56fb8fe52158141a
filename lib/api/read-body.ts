import type { IncomingMessage } from "node:http";
import { CountersignError } from "@/lib/errors";

/** A vend's body is two numbers. */
const MAX_BYTES = 4_096;

/**
 * A small JSON body as text.
 *
 * @throws {CountersignError} `unsupported_media_type` or `too_large`; what is left of it is not read.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json(?:\s*;|$)/i.test(type)) {
    throw new CountersignError("unsupported_media_type", "A body is sent as application/json.");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new CountersignError("too_large", "This body has at most 4 KiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
