import { bindVerbs, processPart } from "@/lib/process";
import { createLink } from "./create-link";
import type { LinkDeps } from "./link-deps";
import { product, readLogo } from "./product";
import { findLink, linkFacts, listLinks, readLink } from "./read-links";
import { askNewLink, renewLink, revokeLink } from "./renew-link";
import { chooseByLink, linkChoice, startLink } from "./start-link";
import { companyOfTenant, hintDisconnect, startVisit } from "./visit";

export { LINK_FAULTS, type LinkState } from "./link-row";
export type { HeldLink, LinkView } from "./read-links";
export type { MadeLink } from "./tell-customer";

/** Links with which customers, who have no account, connect and reconnect. */
export const createLinks = (deps: LinkDeps) =>
  bindVerbs(deps, {
    askNewLink,
    chooseByLink,
    companyOfTenant,
    createLink,
    findLink,
    hintDisconnect,
    linkChoice,
    linkFacts,
    listLinks,
    product,
    readLink,
    readLogo,
    renewLink,
    revokeLink,
    startLink,
    startVisit,
  });

type Links = ReturnType<typeof createLinks>;
export const { get: links, install: installLinks } = processPart<Links>("links");
