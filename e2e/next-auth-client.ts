import { type APIRequestContext, type APIResponse, request } from "@playwright/test";
import { stackHandle } from "./stack-handle";

/** Posts to one of next-auth's endpoints as its own clients do: with its token. */
export async function postToNextAuth(
  client: APIRequestContext,
  endpoint: string,
  fields: Record<string, string>,
): Promise<APIResponse> {
  const { csrfToken } = await (await client.get("/api/auth/csrf")).json();
  const headers = { origin: stackHandle().appUrl };
  const form = { csrfToken, ...fields };
  return client.post(`/api/auth/${endpoint}`, { form, headers, maxRedirects: 0 });
}

/** A program with the session of a person, or a stranger's; it sends `headers` along with everything. */
export async function clientOf(
  person?: { email: string; password: string },
  headers: Record<string, string> = {},
): Promise<APIRequestContext> {
  const client = await request.newContext({ baseURL: stackHandle().appUrl, extraHTTPHeaders: headers });
  if (person) await postToNextAuth(client, "callback/credentials", person);
  return client;
}
