import { AuthorizeError, type AuthorizeRequest, parseAuthorizeRequest } from "../authorize-request";
import { allowIntuit, ConsentRefused, denied } from "../consent";
import { authorizeErrorPage, consentPage } from "../consent-page";
import { type Answer, type Call, form, html, redirect } from "../http";
import type { Simulation } from "../simulation";

const TITLE = "Simulated QuickBooks consent";

/** The page on GET, the person's decision on POST. */
export function intuitAuthorize(sim: Simulation, call: Call): Answer {
  try {
    const request = parseAuthorizeRequest(sim, "qbo", call.query);
    return call.method === "POST" ? decided(sim, call, request) : page(sim, call, request);
  } catch (error) {
    if (!(error instanceof AuthorizeError)) throw error;
    return html(400, authorizeErrorPage(TITLE, error.error, error.message));
  }
}

function decided(sim: Simulation, call: Call, request: AuthorizeRequest): Answer {
  const fields = form(call);
  if (fields.get("decision") !== "allow") return redirect(denied(request));
  const choice = { userId: fields.get("user") ?? "", realmId: fields.get("realmId") ?? "" };
  try {
    return redirect(allowIntuit(sim, request, choice));
  } catch (error) {
    if (!(error instanceof ConsentRefused)) throw error;
    const refusal = choice.realmId === "" ? "Choose a company" : error.message;
    return page(sim, call, request, choice.userId, refusal);
  }
}

function page(
  sim: Simulation,
  call: Call,
  request: AuthorizeRequest,
  userId = call.query.get("user"),
  refusal?: string,
): Answer {
  const users = [...sim.world.intuitUsers.values()];
  const user = users.find((candidate) => candidate.userId === userId) ?? users.find(({ admin }) => admin);
  if (!user) return html(200, authorizeErrorPage(TITLE, "no_user", "No QuickBooks admin exists here yet"));
  const companies = sim.world.companiesOf(user);
  const connected = new Set(sim.grants.live("qbo").map(({ realmId }) => realmId));
  const obstacle = !user.admin
    ? `${user.name} is a standard user. Only a QuickBooks admin can connect an app: ask an admin of the company to do it, or switch user.`
    : companies.length === 0 && `${user.name} has no company.`;
  return html(
    refusal ? 400 : 200,
    consentPage({
      title: TITLE,
      noun: "company",
      input: { type: "radio", name: "realmId" },
      action: call.path,
      query: call.query,
      users: users.map(({ userId: id, name, admin }) => ({
        id,
        label: admin ? name : `${name} (standard user)`,
      })),
      userId: user.userId,
      scopes: request.scopes,
      choices: companies.map(({ realmId, name }) => ({
        value: realmId,
        label: name,
        hint: connected.has(realmId) ? `Company ID ${realmId} · connected already` : `Company ID ${realmId}`,
        checked: companies.length === 1,
      })),
      obstacle: obstacle || undefined,
      refusal,
    }),
  );
}
