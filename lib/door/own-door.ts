import type { Server } from "node:http";
import { oncePerProcess } from "@/lib/process";

const apart = oncePerProcess("serversWithOwnDoor", () => new WeakSet<Server>());

/** Says that a server judges its requests itself: the front door, which hears of those of every server, lets them be. */
export function judgesItself(server: Server): void {
  apart.add(server);
}

export function hasOwnDoor(server: Server): boolean {
  return apart.has(server);
}
