import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const isRoot = process.getuid?.() === 0;

/** Debian's package puts it where a user's PATH often does not reach. */
const program = ["pgbouncer", "/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer"].find(
  (path) => spawnSync(path, ["--version"]).status === 0,
);

export const pgbouncerIsThere = program !== undefined;

export interface Pgbouncer {
  /** The URL of a database of the server behind it, through it. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** A PgBouncer in transaction mode before the server of a URL, with few connections, so that its clients share them. */
export async function startPgbouncer(serverUrl: string): Promise<Pgbouncer> {
  if (program === undefined) throw new Error("No pgbouncer is installed.");
  const server = new URL(serverUrl);
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "countersign-pgbouncer-"));
  if (isRoot) chmodSync(directory, 0o755);
  const file = join(directory, "pgbouncer.ini");
  const login = `user=${decodeURIComponent(server.username)} password=${decodeURIComponent(server.password)}`;
  const lines = [
    "[databases]",
    `* = host=${server.hostname} port=${server.port || 5432} ${login}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 3",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: isRoot ? 0o644 : 0o600 });
  const child = spawn(program, [...(isRoot ? ["-u", "nobody"] : []), file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  await answering(port, child, () => said);
  return {
    through: (url) => {
      const changed = new URL(url);
      changed.hostname = "127.0.0.1";
      changed.port = String(port);
      return changed.href;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answering(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await pause(50);
  }
  throw new Error(`pgbouncer does not answer: ${said()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
