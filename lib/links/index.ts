import { bindVerbs, processPart } from "@/lib/process";
import { followLinks } from "./campaign/follow-links";
import { noteWrongCompany } from "./campaign/note-wrong-company";
import { canMail, findWithOpenLink, sendLink } from "./campaign/send-link";
import { createLink } from "./create-link";
import type { LinkDeps } from "./link-deps";
import { product, readLogo } from "./product";
import { findLink, linkFacts, listLinks, readLink } from "./read-links";
import { remindCustomers } from "./reminders/remind-customers";
import { remindSoon } from "./reminders/remind-soon";
import { askNewLink, renewLink, revokeLink } from "./renew-link";
import { chooseByLink, linkChoice, startLink } from "./start-link";
import { companyOfTenant, hintDisconnect, startVisit } from "./visit";

export type { LinkProgress } from "./campaign/follow-links";
export { isRenewedAhead } from "./expected-connection";
export type { LinkState } from "./link-row";
export type { MadeLink } from "./mail/tell-customer";
export type { HeldLink, LinkView } from "./read-links";

/** Links with which customers, who have no account, connect and reconnect. */
export const createLinks = (deps: LinkDeps) =>
  bindVerbs(deps, {
    askNewLink,
    canMail,
    chooseByLink,
    companyOfTenant,
    createLink,
    findLink,
    findWithOpenLink,
    followLinks,
    hintDisconnect,
    linkChoice,
    linkFacts,
    listLinks,
    noteWrongCompany,
    product,
    readLink,
    readLogo,
    remindCustomers,
    remindSoon,
    renewLink,
    revokeLink,
    sendLink,
    startLink,
    startVisit,
  });

export type Links = ReturnType<typeof createLinks>;
export const { get: links, install: installLinks } = processPart<Links>("links");
