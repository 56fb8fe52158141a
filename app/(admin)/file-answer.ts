import { textStream } from "./text-stream";

interface File {
  fileName: string;
  contentType: string;
  body: AsyncGenerator<string>;
  extra?: Record<string, string>;
}

/**
 * A file that is made while it is read.
 *
 * @param readerGone Aborted when nobody waits for the answer any more.
 * @param leave Gives back the place that the work holds, once it has ended in whatever way.
 * @param begin Is told by its signal that the reader went away.
 */
export async function fileAnswer(
  readerGone: AbortSignal,
  leave: () => void,
  begin: (signal: AbortSignal) => Promise<File>,
): Promise<Response> {
  const ended = new AbortController();
  try {
    const { fileName, contentType, body, extra } = await begin(AbortSignal.any([readerGone, ended.signal]));
    const stream = textStream(body, () => {
      leave();
      ended.abort();
    });
    const headers = {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
      ...extra,
    };
    return new Response(stream, { headers });
  } catch (error) {
    leave();
    throw error;
  }
}
