/**
 * What a piece of work brings, or what is to be said once it took too long. The work itself goes on.
 *
 * @param late Gives the value in its place, or throws.
 */
export function deadline<T>(work: Promise<T>, ms: number, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, over.then(late)]).finally(() => clearTimeout(timer));
}
