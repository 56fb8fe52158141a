import type { Random } from "@/dev/demo/random";
import { problemJson } from "./api-server.js";
import type { VirtualClock } from "./virtual-clock.js";

const MINUTE_MS = 60_000;
const LIFE_MS = 30 * MINUTE_MS;
const WINDOW_MS = 10 * MINUTE_MS;
const BIRTH_MS = 10_000;

/** A connection as it truly is. */
export interface ModelConnection {
  readonly company: string;
  generation: number;
  forced: number | undefined;
  issuedAtMs: number;
  connected: boolean;
  /** The newest generation that the client gave. */
  seen: number;
}

interface Issued {
  readonly company: string;
  readonly endsAtMs: number;
  /** When its company was disconnected, if it was. */
  disconnectedAtMs?: number;
}

/** The HTTP API and what lies behind it, on virtual time, with answers that take some of it and outages in three kinds. */
export class Model {
  readonly issued = new Map<string, Issued>();
  readonly connections: [ModelConnection, ...ModelConnection[]];
  #outage: "none" | "reset" | "busy" | "hangs" = "none";
  #troubleEndedMs = Number.NEGATIVE_INFINITY;
  /** By how much the server's clock is ahead: nothing may depend on it. */
  readonly #skewMs: number;

  constructor(
    private readonly clock: VirtualClock,
    private readonly random: Random,
  ) {
    this.#skewMs = random.between(-86_400_000, 86_400_000);
    const connection = (company: string): ModelConnection => ({
      company,
      generation: 1,
      forced: undefined,
      issuedAtMs: 0,
      connected: true,
      seen: 0,
    });
    this.connections = [connection("a"), connection("b"), connection("c")];
  }

  lastTroubleMs(): number {
    return this.#outage === "none" ? this.#troubleEndedMs : this.clock.nowMs();
  }

  beginOutage(): void {
    if (this.#outage === "none") this.#outage = this.random.pick(["reset", "busy", "hangs"]);
  }

  endOutage(): void {
    if (this.#outage !== "none") this.#troubleEndedMs = this.clock.nowMs();
    this.#outage = "none";
  }

  toggleConnected(connection: ModelConnection): void {
    connection.connected = !connection.connected;
    if (connection.connected) this.#renew(connection);
    for (const issued of this.issued.values()) {
      if (issued.company === connection.company && !connection.connected)
        issued.disconnectedAtMs ??= this.clock.nowMs();
    }
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const signal = init.signal ?? undefined;
    const outage = this.#outage;
    await this.clock.wait(outage === "hangs" ? 3_600_000 : this.random.between(1, 1_500), signal);
    signal?.throwIfAborted();
    if (outage === "reset") throw new TypeError("fetch failed");
    if (outage === "busy") return problem(503, "database_unavailable", { "retry-after": "3" });
    const [, company] = /companies\/([^/]+)/.exec(String(input)) ?? [];
    const connection = this.connections.find((candidate) => candidate.company === company);
    if (!connection?.connected) return problem(409, "no_connection");
    return this.#vend(connection, init);
  };

  #vend(connection: ModelConnection, { headers, body }: RequestInit): Response {
    const nowMs = this.clock.nowMs();
    const { rejected_generation: rejected, min_ttl_seconds: ttl = 0 } = JSON.parse(String(body ?? "{}"));
    const ageMs = nowMs - connection.issuedAtMs;
    if (rejected === connection.generation && ageMs < LIFE_MS - MINUTE_MS) {
      if (ageMs < BIRTH_MS) return problem(409, "rejected_too_soon");
      if (connection.forced === rejected) return problem(409, "token_rejected_again");
      this.#renew(connection);
      connection.forced = connection.generation;
    }
    const wantedMs = Math.max(MINUTE_MS, Math.min(ttl * 1_000, LIFE_MS - WINDOW_MS));
    if (nowMs > connection.issuedAtMs + LIFE_MS - wantedMs) this.#renew(connection);
    const { generation, issuedAtMs } = connection;
    const endsAtMs = issuedAtMs + LIFE_MS;
    const isKnown = new Headers(headers).get("if-none-match") === `"g${generation}"`;
    if (nowMs >= endsAtMs - WINDOW_MS) this.#renew(connection); // behind the caller
    if (isKnown) return new Response(null, { status: 304 });
    const value = `${connection.company}-${generation}`;
    this.issued.set(value, { company: connection.company, endsAtMs });
    return Response.json({
      access_token: value,
      token_type: "Bearer",
      expires_in: Math.floor((endsAtMs - nowMs) / 1_000),
      scope: "books",
      expires_at: new Date(endsAtMs + this.#skewMs).toISOString(),
      refresh_after: new Date(endsAtMs - WINDOW_MS + this.#skewMs).toISOString(),
      generation,
      provider: "qbo",
      environment: "sandbox",
      tenant_id: "1",
      api_base_url: "https://api.example",
    });
  }

  #renew(connection: ModelConnection): void {
    connection.generation++;
    connection.issuedAtMs = this.clock.nowMs();
  }
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return new Response(problemJson(status, code), { status, headers });
}
