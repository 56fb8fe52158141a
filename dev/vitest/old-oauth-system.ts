import type { Simulator } from "@/dev/simulator";
import type { ConsentScript } from "@/dev/simulator/control";
import type { ProviderName } from "@/lib/token";

const OLD_CALLBACK = "http://localhost:9000/old/callback";
const apps = {
  qbo: { path: "/intuit", authorize: "/connect/oauth2", token: "/oauth2/v1/tokens/bearer" },
  xero: { path: "/xero", authorize: "/identity/connect/authorize", token: "/connect/token" },
};
const scopes = {
  qbo: "com.intuit.quickbooks.accounting",
  xero: "offline_access accounting.settings.read accounting.invoices",
};

/** A provider's token answer as an existing OAuth system stores it. */
interface OldTokenSet {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

/** The OAuth system that a customer moves away from: the same app at the provider, without Countersign. */
export class OldOAuthSystem {
  constructor(private readonly simulator: Simulator) {
    for (const provider of ["qbo", "xero"] as const) {
      simulator.control.registerRedirectUri(provider, OLD_CALLBACK);
    }
  }

  /** Walks through a consent and exchanges its code. */
  async connect(
    provider: ProviderName,
    choice: Omit<ConsentScript, "provider" | "authorizeUrl">,
  ): Promise<OldTokenSet> {
    const { path, authorize } = apps[provider];
    const url = new URL(`${this.simulator.url}${path}${authorize}`);
    url.search = new URLSearchParams({
      client_id: `sim-${provider}-client`,
      redirect_uri: OLD_CALLBACK,
      response_type: "code",
      scope: scopes[provider],
      state: "old",
    }).toString();
    const { redirectTo } = this.simulator.control.consent({ provider, authorizeUrl: url.href, ...choice });
    const code = new URL(redirectTo).searchParams.get("code") ?? "";
    return this.ask(provider, { grant_type: "authorization_code", code, redirect_uri: OLD_CALLBACK });
  }

  refresh(provider: ProviderName, { refreshToken }: OldTokenSet): Promise<OldTokenSet> {
    return this.ask(provider, { grant_type: "refresh_token", refresh_token: refreshToken });
  }

  private async ask(provider: ProviderName, form: Record<string, string>): Promise<OldTokenSet> {
    const { path, token } = apps[provider];
    const response = await fetch(`${this.simulator.url}${path}${token}`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`sim-${provider}-client:sim-${provider}-secret`).toString("base64")}`,
        accept: "application/json",
      },
      body: new URLSearchParams(form),
    });
    if (!response.ok) throw new Error(`The old system was answered ${response.status}`);
    const body = (await response.json()) as Record<string, unknown>;
    return {
      accessToken: String(body.access_token),
      refreshToken: String(body.refresh_token),
      expiresInSeconds: Number(body.expires_in),
    };
  }
}
