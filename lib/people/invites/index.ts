import { bindVerbs, processPart } from "@/lib/process";
import type { LinkDeps } from "../links/link-deps";
import { acceptByLink } from "./accept-invite";
import { createInvite, renewInvite, revokeInvite } from "./create-invite";
import { findInvite, listInvites, readInvite } from "./read-invites";

export { INVITE_FAULTS, type InviteState } from "./invite-state";
export type { InviteView } from "./read-invites";
export type { MadeInvite } from "./tell-invited";

/** Links by which people make their own accounts. */
export const createInvites = (deps: LinkDeps) =>
  bindVerbs(deps, {
    acceptByLink,
    createInvite,
    findInvite,
    listInvites,
    readInvite,
    renewInvite,
    revokeInvite,
  });

type Invites = ReturnType<typeof createInvites>;
export const { get: invites, install: installInvites } = processPart<Invites>("invites");
