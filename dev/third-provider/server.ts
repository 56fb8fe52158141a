import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const ACCESS_SECONDS = 600;

/** What a test reads and does at Acme's side. */
export interface AcmeServer {
  url: string;
  /** The person's consent at the page `authorizeUrl`. @returns Where Acme sends the browser back to. */
  consent(authorizeUrl: URL, business: { id: string; name: string }): URL;
  /** The customer ends it at Acme. */
  endGrant(businessId: string): void;
  counters: {
    exchanges: number;
    refreshes: number;
    spentValueUses: number;
    revokes: number;
    apiCalls: number;
  };
  close(): Promise<void>;
}

interface Grant {
  business: { id: string; name: string };
  accessToken: string;
  refreshToken: string;
  ended: boolean;
}

/** An OAuth provider that is neither Intuit nor Xero: one token set a business, rotated at every refresh, no grace. */
export async function startAcme(): Promise<AcmeServer> {
  const codes = new Map<string, { grant: Grant; challenge: string }>();
  const grants: Grant[] = [];
  const counters = { exchanges: 0, refreshes: 0, spentValueUses: 0, revokes: 0, apiCalls: 0 };

  const rotate = (grant: Grant) => {
    grant.accessToken = `acme-access-${randomUUID()}`;
    grant.refreshToken = `acme-refresh-${randomUUID()}`;
  };
  const tokenAnswer = async (fields: URLSearchParams): Promise<[number, object]> => {
    const invalid: [number, object] = [400, { error: "invalid_grant" }];
    if (fields.get("grant_type") === "authorization_code") {
      const code = fields.get("code") ?? "";
      const claimed = codes.get(code);
      codes.delete(code);
      if (!claimed || (await challengeOf(fields.get("code_verifier") ?? "")) !== claimed.challenge)
        return invalid;
      counters.exchanges += 1;
      grants.push(claimed.grant);
      rotate(claimed.grant);
      return [200, tokensOf(claimed.grant)];
    }
    const grant = grants.find(({ refreshToken }) => refreshToken === fields.get("refresh_token"));
    if (!grant) counters.spentValueUses += 1;
    if (!grant || grant.ended) return invalid;
    counters.refreshes += 1;
    rotate(grant);
    return [200, tokensOf(grant)];
  };

  const answer = async (request: IncomingMessage): Promise<[number, object]> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const fields = new URLSearchParams(await bodyOf(request));
    if (pathname === "/oauth/token") return tokenAnswer(fields);
    if (pathname === "/oauth/revoke") {
      counters.revokes += 1;
      for (const grant of grants) grant.ended ||= grant.refreshToken === fields.get("token");
      return [200, {}];
    }
    counters.apiCalls += 1;
    const token = request.headers.authorization?.replace("Bearer ", "");
    const grant = grants.find(({ accessToken, ended }) => accessToken === token && !ended);
    return grant ? [200, grant.business] : [401, { error: "invalid_token" }];
  };

  const server = createServer((request, response: ServerResponse) => {
    void answer(request).then(([status, body]) => {
      const headers = { "content-type": "application/json", "acme-request-id": randomUUID() };
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counters,
    consent: (authorizeUrl, business) => {
      const { searchParams } = authorizeUrl;
      const code = randomUUID();
      const grant = { business, accessToken: "", refreshToken: "", ended: false };
      codes.set(code, { grant, challenge: searchParams.get("code_challenge") ?? "" });
      const back = new URL(searchParams.get("redirect_uri") ?? "");
      back.search = new URLSearchParams({ code, state: searchParams.get("state") ?? "" }).toString();
      return back;
    },
    endGrant: (businessId) => {
      for (const grant of grants) grant.ended ||= grant.business.id === businessId;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tokensOf({ accessToken, refreshToken }: Grant) {
  const tokens = { access_token: accessToken, refresh_token: refreshToken };
  return { ...tokens, token_type: "Bearer", expires_in: ACCESS_SECONDS };
}

/** RFC 7636 §4.2, S256. */
async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return Buffer.from(digest).toString("base64url");
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
