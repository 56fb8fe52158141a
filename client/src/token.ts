/** What the API answers a vend with. */
export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  scope: string;
  expires_at: string;
  refresh_after: string;
  generation: number;
  provider: string;
  environment: string;
  tenant_id: string;
  api_base_url: string;
}

const SHOWN = "[Countersign token]";

/** An access token and what its user must know. It shows nothing of itself: ask for `accessToken`. */
export class Token {
  readonly #answer: TokenAnswer;

  constructor(answer: TokenAnswer) {
    this.#answer = answer;
  }

  get accessToken(): string {
    return this.#answer.access_token;
  }

  /** Tells the tokens of a connection apart; a newer one has a higher number. */
  get generation(): number {
    return this.#answer.generation;
  }

  /** By Countersign's clock. */
  get expiresAt(): Date {
    return new Date(this.#answer.expires_at);
  }

  /** Separated by spaces. */
  get scope(): string {
    return this.#answer.scope;
  }

  get provider(): string {
    return this.#answer.provider;
  }

  get environment(): string {
    return this.#answer.environment;
  }

  /** Intuit's realm or Xero's tenant. */
  get tenantId(): string {
    return this.#answer.tenant_id;
  }

  /** What the paths of the provider's API follow: "https://api.xero.com". */
  get apiBaseUrl(): string {
    return this.#answer.api_base_url;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return SHOWN;
  }

  [Symbol.for("Deno.customInspect")](): string {
    return SHOWN;
  }
}

export function isTokenAnswer(body: unknown): body is TokenAnswer {
  if (typeof body !== "object" || body === null) return false;
  const { access_token, expires_in, generation, expires_at, refresh_after } = body as Partial<TokenAnswer>;
  const times = [expires_at, refresh_after].map((time) => Date.parse(time ?? ""));
  return (
    typeof access_token === "string" &&
    [expires_in, generation, ...times].every((number) => Number.isFinite(number))
  );
}
