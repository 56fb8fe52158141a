import type { Database } from "@/lib/db";
import { oncePerProcess } from "@/lib/process";
import { networksOf } from "./network-of";

/** Sign-ins under way at once: the two whose passwords are being hashed, and a short queue. */
const PLACES = 18;
/** How many of these are kept for devices known from before. */
const KEPT = 2;
const PLACES_A_NETWORK = 6;

/** Failed sign-ins in a window. */
const BUDGET_AN_ADDRESS = 30;
const BUDGET_A_SITE = 100;
/** Senders that are told apart in a window; the others share one budget. */
const SENDERS = 10_000;
const BUDGET_OF_THE_OTHERS = 1_000;

interface Window {
  startMs: number;
  retryAfterMs: number;
}

/** Why there is no room, and when to come back. */
interface NoRoom {
  reason: "busy" | "budget";
  retryAfterMs: number;
}

/** Room for one sign-in. */
interface Room {
  /** @param refunded Whether the attempt costs its sender nothing. */
  leave(refunded: boolean): void;
}

/** How soon a place is free again. */
const BUSY_MS = 5_000;

/**
 * Room for what a stranger's sign-in costs this process: places at once, and a budget an address and its neighbours.
 * It is judged in memory, before the first query.
 */
class SignInRoom {
  private taken = 0;
  private readonly takenBy = new Map<string, number>();
  private windowStartMs = 0;
  private spent = new Map<string, number>();

  enter(ipAddress: string, window: Window, knownDevice: boolean): Room | NoRoom {
    const { address, network, site } = networksOf(ipAddress);
    if (window.startMs !== this.windowStartMs) this.spent = new Map();
    this.windowStartMs = window.startMs;
    const takenHere = this.takenBy.get(network) ?? 0;
    if (this.taken >= (knownDevice ? PLACES : PLACES - KEPT))
      return { reason: "busy", retryAfterMs: BUSY_MS };
    if (!knownDevice && takenHere >= PLACES_A_NETWORK) return { reason: "busy", retryAfterMs: BUSY_MS };
    const charges = knownDevice
      ? []
      : [this.budgetOf(address, BUDGET_AN_ADDRESS), this.budgetOf(`site ${site}`, BUDGET_A_SITE)];
    if (charges.some(({ key, limit }) => (this.spent.get(key) ?? 0) >= limit)) {
      return { reason: "budget", retryAfterMs: window.retryAfterMs };
    }
    this.taken += 1;
    this.takenBy.set(network, takenHere + 1);
    const { spent } = this;
    for (const { key } of charges) add(spent, key, 1);
    return {
      leave: (refunded) => {
        this.taken -= 1;
        add(this.takenBy, network, -1);
        if (refunded) for (const { key } of charges) add(spent, key, -1);
      },
    };
  }

  private budgetOf(sender: string, limit: number): { key: string; limit: number } {
    if (this.spent.has(sender) || this.spent.size < SENDERS) return { key: sender, limit };
    return { key: "others", limit: BUDGET_OF_THE_OTHERS };
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

const rooms = () => oncePerProcess("signInRooms", () => new WeakMap<Database, Map<Kind, SignInRoom>>());

/** Apart, so that an identity provider that hangs takes no place from those who type a password. */
type Kind = "password" | "sso";

export function signInRoomOf(database: Database, kind: Kind = "password"): SignInRoom {
  const ofKinds = rooms().get(database) ?? new Map<Kind, SignInRoom>();
  rooms().set(database, ofKinds);
  const room = ofKinds.get(kind) ?? new SignInRoom();
  ofKinds.set(kind, room);
  return room;
}
