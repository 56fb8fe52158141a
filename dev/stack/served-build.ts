import { whileItLasts } from "../while-it-lasts.mjs";
import { buildApp, buildIsStale } from "./app-build";
import { refuseIfServed, serveBuild } from "./build-users";

/**
 * Leaves a build that is fresh, and ours to serve.
 *
 * @returns What says that it is served no longer.
 * @throws {Error} It had to be made anew while somebody serves it, or could not be made.
 */
export async function serveFreshBuild(root: string, say: (line: string) => void): Promise<() => void> {
  const stale = buildIsStale(root);
  if (stale) refuseIfServed(root);
  const leave = serveBuild(root);
  if (!stale) return leave;
  try {
    await whileItLasts(say, "Building the app", () => buildApp(root));
  } catch (error) {
    leave();
    throw error;
  }
  return leave;
}
