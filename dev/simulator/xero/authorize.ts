import { AuthorizeError, type AuthorizeRequest, parseAuthorizeRequest } from "../authorize-request";
import { allowXero, ConsentRefused, denied } from "../consent";
import { authorizeErrorPage, consentPage } from "../consent-page";
import { type Answer, type Call, form, html, redirect } from "../http";
import type { Simulation } from "../simulation";

const TITLE = "Simulated Xero consent";

/** The page on GET, the person's decision on POST. */
export function xeroAuthorize(sim: Simulation, call: Call): Answer {
  try {
    const request = parseAuthorizeRequest(sim, "xero", call.query);
    return call.method === "POST" ? decided(sim, call, request) : page(sim, call, request);
  } catch (error) {
    if (!(error instanceof AuthorizeError)) throw error;
    return html(400, authorizeErrorPage(TITLE, error.error, error.message));
  }
}

function decided(sim: Simulation, call: Call, request: AuthorizeRequest): Answer {
  const fields = form(call);
  if (fields.get("decision") !== "allow") return redirect(denied(request));
  const choice = { xeroUserId: fields.get("user") ?? "", tenantIds: fields.getAll("tenantId") };
  try {
    return redirect(allowXero(sim, request, choice));
  } catch (error) {
    if (!(error instanceof ConsentRefused)) throw error;
    return page(sim, call, request, choice.xeroUserId, error.message);
  }
}

function page(
  sim: Simulation,
  call: Call,
  request: AuthorizeRequest,
  userId = call.query.get("user"),
  refusal?: string,
): Answer {
  const users = [...sim.world.xeroUsers.values()];
  const user = users.find(({ xeroUserId }) => xeroUserId === userId) ?? users[0];
  if (!user) return html(200, authorizeErrorPage(TITLE, "no_user", "No Xero user exists here yet"));
  const organisations = sim.world.organisationsOf(user.xeroUserId);
  const connected = sim.world
    .connectionsOf(user.xeroUserId, request.clientId)
    .map(({ tenantId }) => tenantId);
  return html(
    refusal ? 400 : 200,
    consentPage({
      title: TITLE,
      noun: "organisation",
      input: { type: "checkbox", name: "tenantId" },
      action: call.path,
      query: call.query,
      users: users.map(({ xeroUserId, name }) => ({ id: xeroUserId, label: name })),
      userId: user.xeroUserId,
      scopes: request.scopes,
      choices: organisations.map(({ tenantId, name }) => ({
        value: tenantId,
        label: name,
        hint: connected.includes(tenantId) ? "connected already" : "",
        checked: organisations.length === 1,
      })),
      obstacle: organisations.length === 0 ? `${user.name} has no organisation.` : undefined,
      refusal,
    }),
  );
}
