/**
 * Reads an answer's body as text, and no more of it than anybody needs.
 *
 * @returns Undefined when there is more than `maxBytes`, counted after decompression; the rest is left unread.
 */
export async function boundedText({ body }: Response, maxBytes: number): Promise<string | undefined> {
  if (!body) return "";
  const decoder = new TextDecoder();
  let [text, read] = ["", 0];
  for await (const part of body) {
    read += part.byteLength;
    if (read > maxBytes) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
