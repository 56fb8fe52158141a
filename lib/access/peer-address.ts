import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

export const PEER_HEADER = "x-countersign-peer";

/**
 * Writes the address of the connection into every request this process receives, over whatever the sender put there:
 * Next shows its handlers the headers but not the socket.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export function stampPeerAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "unknown";
  });
}
