import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, connect as open, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { privateCertificate } from "./private-certificate";

/** A Postgres that speaks TLS under a certificate of its own. */
interface TlsPostgres {
  /** Where `url` leads, through TLS; without `sslmode`. */
  url: string;
  /** A file with the certificate. */
  certificateFile: string;
  close(): Promise<void>;
}

/** Puts TLS in front of a Postgres that speaks none. @see https://www.postgresql.org/docs/current/protocol-flow.html */
export async function tlsPostgres(url: string): Promise<TlsPostgres> {
  const { key, cert } = privateCertificate(Date.now());
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    // The first message is the request for TLS, eight bytes; the answer is one letter.
    socket.once("data", () => {
      socket.write("S");
      const inside = new TLSSocket(socket, { isServer: true, key, cert });
      const postgres = open(Number(target.port || 5432), target.hostname);
      inside.on("error", () => postgres.destroy());
      postgres.on("error", () => inside.destroy());
      inside.pipe(postgres).pipe(inside);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const through = new URL(url);
  through.hostname = "localhost";
  through.port = String(typeof address === "object" && address ? address.port : 0);
  const certificateFile = join(mkdtempSync(join(tmpdir(), "countersign-tls-")), "server.crt");
  writeFileSync(certificateFile, cert);
  return {
    url: through.href,
    certificateFile,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
