import type { FastifyInstance } from "fastify";
import type { ApiDeps } from "./api-deps";
import { addAdoptRoute } from "./routes/adopt";
import { addAuditRoutes } from "./routes/audit";
import { addCompanyRoutes } from "./routes/companies";
import { addConnectionRoutes } from "./routes/connections";
import { addContractRoutes } from "./routes/contract";
import { addEventRoutes } from "./routes/events";
import { addHealthRoutes } from "./routes/health";
import { addImportRoutes } from "./routes/imports";
import { addIncidentRoutes } from "./routes/incidents";
import { addLinkRoutes } from "./routes/links";
import { addMeRoutes } from "./routes/me";
import { addTokenRoutes } from "./routes/token";

/** Every route of the API, save those that are in front of the framework. */
export function addApiRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const groups = [
    addMeRoutes,
    addCompanyRoutes,
    addTokenRoutes,
    addConnectionRoutes,
    addHealthRoutes,
    addAdoptRoute,
    addIncidentRoutes,
    addEventRoutes,
    addImportRoutes,
    addLinkRoutes,
    addAuditRoutes,
    addContractRoutes,
  ];
  for (const add of groups) add(app, deps);
}
