import { bindVerbs, processPart } from "@/lib/process";
import { createLink } from "./create-link";
import type { LinkDeps } from "./link-deps";
import { product, readLogo } from "./product";
import { findLink, linkFacts, listLinks, readLink } from "./read-links";
import { remindCustomers } from "./reminders/remind-customers";
import { remindSoon } from "./reminders/remind-soon";
import { askNewLink, renewLink, revokeLink } from "./renew-link";
import { chooseByLink, linkChoice, startLink } from "./start-link";

export { LINK_FAULTS, type LinkState } from "./link-row";
export type { HeldLink, LinkView } from "./read-links";
export type { MadeLink } from "./tell-customer";

/** Links with which customers, who have no account, connect and reconnect. */
export const createLinks = (deps: LinkDeps) =>
  bindVerbs(deps, {
    askNewLink,
    chooseByLink,
    createLink,
    findLink,
    linkChoice,
    linkFacts,
    listLinks,
    product,
    readLink,
    readLogo,
    remindCustomers,
    remindSoon,
    renewLink,
    revokeLink,
    startLink,
  });

export type Links = ReturnType<typeof createLinks>;
export const { get: links, install: installLinks } = processPart<Links>("links");
