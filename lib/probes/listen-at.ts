import { once } from "node:events";
import type { Server } from "node:http";
import { CountersignError } from "@/lib/errors";

/**
 * Listens at an address of this machine.
 *
 * @param variable What the address was read from.
 * @throws {CountersignError} `misconfigured`: nothing can listen there.
 */
export async function listenAt(
  server: Server,
  { host, port }: { host: string; port: number },
  variable: string,
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    const message =
      code === "EADDRINUSE"
        ? `Port ${port} of ${variable} is taken by another program. Choose another one, or end that program.`
        : `${variable} can't be listened on (${code}). Choose another port or address.`;
    throw new CountersignError("misconfigured", message, { field: variable, cause });
  }
}
