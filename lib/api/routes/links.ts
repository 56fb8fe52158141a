import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { companies } from "@/lib/companies";
import { CountersignError } from "@/lib/errors";
import { type LinkView, links } from "@/lib/links";
import type { ApiKey } from "@/lib/people";
import { HOUR_MS } from "@/lib/time/durations";
import { isProviderName } from "@/lib/token";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { noCompany, requireEnvironment, requireReach } from "../reach";
import { connectionPath, isoTime } from "../schemas/path";

const newLink = z
  .strictObject({
    send_to: z.email().max(254).optional().meta({ description: "Mails it to this address." }),
    expires_in_hours: z.int().min(1).max(720).default(168),
  })
  .meta({ id: "NewLink" });

const link = z
  .object({
    id: z.string(),
    company: z.string(),
    provider: z.string(),
    purpose: z.enum(["connect", "reconnect"]),
    state: z.enum(["open", "used", "revoked", "replaced", "expired", "exhausted"]),
    sent_to: z.string().nullable(),
    created_by: z.string(),
    created_at: isoTime,
    expires_at: isoTime,
    mailed_at: isoTime.nullable(),
    opened_at: isoTime.nullable().meta({ description: "When the customer first began its consent." }),
    starts: z.int(),
    done_at: isoTime.nullable(),
    consented_by: z.string().nullable(),
  })
  .meta({ id: "Link" });

const madeLink = link
  .extend({
    url: z.string().nullable().meta({ description: "Shown once; null when it was mailed." }),
    mail_problem: z.string().nullable(),
  })
  .meta({ id: "MadeLink" });

const linkList = z.object({ links: z.array(link) }).meta({ id: "LinkList" });
const linkPath = z.object({ id: z.string().max(100) });

export function addLinkRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "POST",
    path: "/v1/companies/:company/:provider/links",
    access: "links:write",
    operationId: "createLink",
    summary: "Make a link with which the customer connects or reconnects",
    description: "It reconnects where the company has a live connection, and connects otherwise.",
    schemas: { params: connectionPath, body: newLink },
    answers: { 201: madeLink },
    problems: [404, 413, 415],
    run: async ({ caller: { key }, params: { company, provider }, body, reply }) => {
      const connectionType = requireReach(key, company, provider);
      requireEnvironment(deps.runtime.env, key, connectionType);
      const { send_to: sentTo, expires_in_hours: hours } = body;
      const request = { companyId: company, connectionType, sentTo, validMs: hours * HOUR_MS };
      const { id, url, mailProblem } = await links().createLink(request);
      const made = await findReachedLink(key, id);
      reply.status(201).header("Location", `/v1/links/${id}`);
      return { ...linkJson(made), url, mail_problem: mailProblem };
    },
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/companies/:company/:provider/links",
    access: "links:write",
    operationId: "listLinks",
    summary: "A company's links: the open ones, then the newest of the others",
    schemas: { params: connectionPath },
    answers: { 200: linkList },
    problems: [404],
    run: async ({ caller: { key }, params: { company, provider } }) => {
      const connectionType = requireReach(key, company, provider);
      if (!(await companies().findCompany(company))) throw noCompany(company);
      const made = await links().listLinks({ companyId: company, connectionType });
      return { links: made.map(linkJson) };
    },
  });
  addRoute(app, deps, {
    method: "GET",
    path: "/v1/links/:id",
    access: "links:write",
    operationId: "getLink",
    summary: "A link: whether it was opened, and what came of it",
    schemas: { params: linkPath },
    answers: { 200: link },
    problems: [404],
    run: async ({ caller: { key }, params: { id } }) => linkJson(await findReachedLink(key, id)),
  });
  addRoute(app, deps, {
    method: "DELETE",
    path: "/v1/links/:id",
    access: "links:write",
    operationId: "revokeLink",
    summary: "Revoke a link that was not used",
    schemas: { params: linkPath },
    answers: { 204: z.undefined().meta({ description: "It opens nothing any more." }) },
    problems: [404],
    run: async ({ caller: { key }, params: { id }, reply }) => {
      await findReachedLink(key, id);
      await links().revokeLink(id);
      reply.status(204);
    },
  });
}

/** @throws {CountersignError} `not_found`, for a link outside the key's reach as for one that does not exist. */
async function findReachedLink({ companyIds, providers }: ApiKey, id: string): Promise<LinkView> {
  const found = await links().findLink(id);
  const isReached =
    found &&
    (companyIds?.has(found.companyId) ?? true) &&
    isProviderName(found.connectionType) &&
    providers.has(found.connectionType);
  if (isReached) return found;
  throw new CountersignError("not_found", `This key knows no link "${id}".`);
}

function linkJson(view: LinkView): z.output<typeof link> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: view.id,
    company: view.companyId,
    provider: view.connectionType,
    purpose: view.purpose,
    state: view.state,
    sent_to: view.sentTo,
    created_by: view.createdByName,
    created_at: view.createdAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
    mailed_at: iso(view.mailedAt),
    opened_at: iso(view.openedAt),
    starts: view.starts,
    done_at: iso(view.doneAt),
    consented_by: view.consentedBy,
  };
}
