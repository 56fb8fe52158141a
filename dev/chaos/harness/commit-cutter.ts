import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** When a connection is cut around its COMMIT: when the answer comes, when it was passed on, or before that. */
export type CutAt = "answer" | "sent" | "beforeSending";

/** Stands between a process and Postgres and cuts connections where it hurts most. */
export interface CommitCutter {
  readonly port: number;
  readonly cuts: number;
  /** The next rotation's COMMIT to come by loses its connection. */
  arm(at: CutAt): void;
  close(): Promise<void>;
}

const COMMIT = Buffer.from("COMMIT\0");
/** The name of a statement that only a rotation's transaction runs: it is in every message that prepares or runs it. */
const ROTATION = Buffer.from("replace token set\0");

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
export async function startCommitCutter(postgresPort: number): Promise<CommitCutter> {
  let armed: CutAt | undefined;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(postgresPort, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => sockets.delete(socket));
    }
    const messages = splitMessages();
    let inRotation = false;
    let cutAtAnswer = false;
    const cut = (at: CutAt, message: Buffer) => {
      cuts++;
      armed = undefined;
      if (at !== "beforeSending") upstream.write(message);
      if (at === "answer") cutAtAnswer = true;
      else client.destroy();
      if (at !== "answer") upstream.end();
    };
    client.on("data", (data) => {
      for (const message of messages(data)) {
        if (message.includes(ROTATION)) inRotation = true;
        const isCommit = message.subarray(5).equals(COMMIT);
        if (isCommit && inRotation && armed) return cut(armed, message);
        if (isCommit) inRotation = false;
        upstream.write(message);
      }
    });
    upstream.on("data", (data) => {
      if (cutAtAnswer) client.destroy();
      else client.write(data);
    });
    client.on("close", () => upstream.end());
    upstream.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get cuts() {
      return cuts;
    },
    arm: (at) => {
      armed = at;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Cuts a client's bytes into its messages: the first begins with its length, all others with a type before it. */
function splitMessages(): (data: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  let started = false;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const whole: Buffer[] = [];
    for (;;) {
      const typeBytes = started ? 1 : 0;
      if (rest.length < typeBytes + 4) return whole;
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) return whole;
      whole.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      started = true;
    }
  };
}
