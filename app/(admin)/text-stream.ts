/** A generated text as a response's body; who reads slowly holds the generator back, who leaves ends it. */
export function textStream(parts: AsyncGenerator<string>, onCancel?: () => void): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(bytes.encode(value));
    },
    cancel: async () => {
      onCancel?.();
      await parts.return(undefined);
    },
  });
}
