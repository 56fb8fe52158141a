import type OAuthClient from "intuit-oauth";
import type { ApiCalls } from "./api-calls";

interface Request {
  url?: string;
  method?: string;
  [option: string]: unknown;
}

interface Response {
  status: number;
  headers: Record<string, unknown>;
}

type Send = (url: string | Request, request?: Request) => Promise<Response>;

/** What the SDK's declarations leave out. */
interface Internals {
  axiosInstance: Send;
  loadResponse(request: Request): Promise<Response>;
}

/**
 * Records every call of one client, in place. API calls go through the instance's own axios; user info and token
 * calls go through the module's, each attempt of which is led through the instance's.
 */
export function trackIntuitClient(client: OAuthClient, calls: ApiCalls): void {
  const internals = client as unknown as Internals;
  internals.axiosInstance = tracked(internals.axiosInstance, calls);

  const load = internals.loadResponse;
  internals.loadResponse = (request) => {
    const adapter = (config: Request) => internals.axiosInstance({ ...config, adapter: undefined });
    return load.call(client, { ...request, adapter });
  };

  const { makeApiCall, getUserInfo } = client;
  client.makeApiCall = async (params) => {
    await calls.ready();
    calls.requireRecord(); // inside, the SDK would put an error of its own in its place
    return makeApiCall.call(client, params);
  };
  client.getUserInfo = async () => {
    await calls.ready();
    return getUserInfo.call(client);
  };
}

function tracked(axios: Send, calls: ApiCalls): Send {
  return new Proxy(axios, {
    apply: async (send, _self, [target, options]: Parameters<Send>) => {
      const { url = "", method = "GET" } = typeof target === "string" ? { ...options, url: target } : target;
      const call = calls.begin(method, url);
      try {
        const response = await send(target, options);
        call.answered(response.status, response.headers);
        return response;
      } catch (error) {
        const { response } = error as { response?: Response };
        if (response) call.answered(response.status, response.headers);
        else call.unanswered(error);
        throw error;
      }
    },
  });
}
