import { createServer } from "node:net";

/** `localhost` is either of these, depending on the system; a port counts as free when both are. */
const LOOPBACK = ["127.0.0.1", "::1"];

/** The wanted port if nobody listens on it, else any free one. 0 asks for any. */
export async function freePort(wanted = 0): Promise<number> {
  if (wanted !== 0 && (await isFree(wanted))) return wanted;
  for (;;) {
    const port = await bound(0, "127.0.0.1");
    if (port !== undefined && (await isFree(port))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK) {
    if ((await bound(port, host)) === undefined) return false;
  }
  return true;
}

/** Binds and lets go at once; undefined when somebody else has it. A host this machine lacks is nobody's. */
function bound(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(port);
      else reject(error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
