import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { companies } from "@/lib/companies";
import { addRoute } from "../add-route";
import type { ApiDeps } from "../api-deps";
import { requireCompanyReach } from "../reach";
import { companyPath } from "../schemas/path";

const change = z
  .strictObject({
    name: z.string().min(1).max(200).optional(),
    contact_name: z.string().max(200).nullable().optional(),
    contact_email: z.email().max(254).nullable().optional(),
    locale: z.string().max(35).nullable().optional().meta({ description: "BCP 47.", example: "en-GB" }),
    tags: z.array(z.string().min(1).max(60)).max(50).optional(),
  })
  .meta({ id: "CompanyChange", description: "What is left out stays as it is; null takes a value away." });

const company = z
  .object({
    id: z.string(),
    name: z.string(),
    contact_name: z.string().nullable(),
    contact_email: z.string().nullable(),
    locale: z.string().nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: "Company" });

export function addCompanyRoutes(app: FastifyInstance, deps: ApiDeps): void {
  addRoute(app, deps, {
    method: "PUT",
    path: "/v1/companies/:company",
    access: "companies:write",
    operationId: "putCompany",
    summary: "Add a company, or change what is known of it",
    schemas: { params: companyPath, body: change },
    answers: { 200: company, 201: company },
    problems: [404, 413, 415],
    run: async ({ caller, params, body, reply }) => {
      requireCompanyReach(caller.key, params.company);
      const { contact_name: contactName, contact_email: contactEmail, ...rest } = body;
      const contact = {
        ...(contactName !== undefined && { contactName }),
        ...(contactEmail !== undefined && { contactEmail }),
      };
      const saved = await companies().saveCompany(params.company, { ...rest, ...contact });
      const { contactName: name, contactEmail: email, ...facts } = saved.company;
      reply.status(saved.created ? 201 : 200);
      return { ...facts, contact_name: name, contact_email: email };
    },
  });
}
