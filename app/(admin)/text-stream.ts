/** A reader who takes nothing for so long is gone, or means to hold the place. */
const IDLE_MS = 5 * 60_000;

/**
 * A generated text as a response's body; who reads slowly holds the generator back, who leaves or stands still ends it.
 *
 * @param onEnd Called once, however it ends.
 */
export function textStream(
  parts: AsyncGenerator<string>,
  onEnd: () => void,
  idleMs = IDLE_MS,
): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  let idle: NodeJS.Timeout | undefined;
  const end = async () => {
    clearTimeout(idle);
    onEnd();
    await parts.return(undefined);
  };
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      clearTimeout(idle);
      try {
        const { done, value } = await parts.next();
        if (done) {
          onEnd();
          controller.close();
          return;
        }
        controller.enqueue(bytes.encode(value));
      } catch (error) {
        onEnd();
        throw error;
      }
      idle = setTimeout(() => {
        controller.error(new Error("The reader stood still"));
        void end();
      }, idleMs);
      idle.unref();
    },
    cancel: end,
  });
}
