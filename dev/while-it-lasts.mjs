const EVERY_MS = 15_000;

/**
 * Says what begins, and while it lasts, every 15 seconds, how far it is: in whole lines, so that a log of them reads well.
 *
 * @template T
 * @param {(line: string) => void} say
 * @param {string} what Such as "Building the app".
 * @param {() => Promise<T>} work
 * @param {{ howFar?: () => string, everyMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function whileItLasts(say, what, work, { howFar, everyMs = EVERY_MS } = {}) {
  const startedMs = performance.now();
  say(`${what}…`);
  const timer = setInterval(() => {
    const seconds = `${Math.round((performance.now() - startedMs) / 1_000)} s`;
    say(`${what}: ${[howFar?.(), seconds].filter(Boolean).join(", ")}`);
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
