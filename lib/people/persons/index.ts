import { bindVerbs, processPart } from "@/lib/process";
import type { LinkDeps } from "../links/link-deps";
import type { TellDeps } from "../links/tell-person";
import { changeOwnName } from "../own/change-own-name";
import { changeOwnPassword } from "../own/change-own-password";
import { endAllOthers, endOneOfMine } from "../own/own-sessions";
import { changeRole, disableUser, enableUser, endPersonsSessions } from "../users";
import { findPerson, listPeople } from "./person-view";
import { sessionsOf } from "./sessions-of";

export type { PersonView } from "./person-view";
export type { SessionView } from "./sessions-of";

/** The people who sign in: what admins see and change of them, and what each changes of themselves. */
export const createPeople = (deps: TellDeps & Pick<LinkDeps, "appUrl">) =>
  bindVerbs(deps, {
    changeOwnName,
    changeOwnPassword,
    changeRole,
    disableUser,
    enableUser,
    endAllOthers,
    endOneOfMine,
    endPersonsSessions,
    findPerson,
    listPeople,
    sessionsOf,
  });

type People = ReturnType<typeof createPeople>;
export const { get: people, install: installPeople } = processPart<People>("people");
