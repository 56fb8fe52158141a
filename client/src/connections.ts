import type { Owner } from "./problem-error.js";
import type { Requests } from "./requests.js";
import type { Provider } from "./tokens.js";

/** A connection as the API tells it. Times are ISO 8601. */
export interface Connection {
  id: string;
  company: { id: string; name: string };
  provider: Provider;
  environment: string;
  /** Intuit's realm, or Xero's tenant. */
  organisation: { id: string; name: string };
  status: "working" | "expiring_soon" | "provider_trouble" | "needs_reconnecting" | "disconnected";
  /** What it is and what it means, for people. */
  sentence: string;
  since: string | null;
  owner: Owner | null;
  /** Empty when nothing is to be done. */
  next_step: string;
  consent_helps: boolean;
  deadline: { at: string; kind: "rolling" | "hard" } | null;
  connected_at: string;
  disconnected_at: string | null;
  last_checked_at: string | null;
  last_worked_at: string | null;
}

export interface ConnectionDetail extends Connection {
  scopes: string[];
  /** In what the consent of a live connection differs from what is asked for today. */
  scope_drift: {
    /** The customer must consent again for these. */
    missing: string[];
    /** The next consent gives these back. */
    unwanted: string[];
    /** The provider takes these back on ends_on: the customer must consent again before then. */
    ending: string[];
    ends_on: string | null;
  };
  generation: number;
}

export interface ConnectionFilter {
  status?: Connection["status"];
  provider?: Provider;
  company?: string;
  /** Where the page before ended: its `next_cursor`. */
  cursor?: string;
  limit?: number;
  signal?: AbortSignal;
}

export interface ConnectionPage {
  connections: Connection[];
  /** Null: there are no more. */
  next_cursor: string | null;
}

/** How connections are. */
export class Connections {
  readonly #requests: Requests;

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  async get(
    company: string,
    provider: Provider,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<ConnectionDetail> {
    const path = `/v1/companies/${encodeURIComponent(company)}/${encodeURIComponent(provider)}`;
    const { body } = await this.#requests.send({ method: "GET", path, signal });
    return body as ConnectionDetail;
  }

  /** One page, worst first. */
  async list({ signal, ...filter }: ConnectionFilter = {}): Promise<ConnectionPage> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter))
      if (value !== undefined) query.set(name, String(value));
    const path = `/v1/connections${query.size > 0 ? `?${query}` : ""}`;
    const { body } = await this.#requests.send({ method: "GET", path, signal });
    return body as ConnectionPage;
  }
}
