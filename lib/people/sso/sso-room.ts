import { requestContext } from "@/lib/request-context";
import { attemptWindow } from "../links/hashing-room";
import { signInRoomOf } from "../sign-in-room";
import type { SsoRoomDeps } from "./deps";
import { SsoRefusal, type SsoRefusalReason } from "./sso-refusal";

/** What says nothing against the sender. */
const REFUNDED: readonly SsoRefusalReason[] = ["cancelled", "unavailable", "busy"];

/**
 * Runs what a visitor makes the process do, in a room of its own: so many at once, and a budget of failures.
 *
 * @throws {SsoRefusal} `busy`: there is no room.
 */
export async function inSsoRoom<T>(
  deps: Pick<SsoRoomDeps, "database" | "clock">,
  work: () => Promise<T>,
): Promise<T> {
  const { ipAddress } = requestContext();
  const room = signInRoomOf(deps.database, "sso").enter(ipAddress, attemptWindow(deps), false);
  if ("reason" in room) throw new SsoRefusal("busy", "There are too many sign-ins from this network.");
  let refunded = true;
  try {
    return await work();
  } catch (error) {
    refunded = !(error instanceof SsoRefusal) || REFUNDED.includes(error.reason);
    throw error;
  } finally {
    room.leave(refunded);
  }
}
