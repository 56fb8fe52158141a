"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { isRole, people } from "@/lib/people";
import {
  CHOOSE_ROLE,
  DISABLED_NOW,
  DISABLED_NOW_MORE,
  ENABLED_NOW,
  ENABLED_NOW_MORE,
  ROLE_CHANGED,
  roleIs,
  SESSIONS_ENDED,
  SESSIONS_ENDED_MORE,
} from "../words";

const whom = { personId: identifier };

async function backTo(personId: string, title: string, message: string): Promise<never> {
  redirect(await withNotice(`/settings/people/${personId}`, { tone: "working", title, message }));
}

export const changePersonsRole = action({
  verb: "users.manage",
  input: z.object({ ...whom, role: z.string({ error: CHOOSE_ROLE }).refine(isRole, CHOOSE_ROLE) }),
  run: async (_, { personId, role }): Promise<never> => {
    await people().changeRole(personId, role);
    return backTo(personId, ROLE_CHANGED, roleIs(role));
  },
});

export const disablePerson = action({
  verb: "users.manage",
  input: z.object(whom),
  run: async (_, { personId }): Promise<never> => {
    await people().disableUser(personId);
    return backTo(personId, DISABLED_NOW, DISABLED_NOW_MORE);
  },
});

export const enablePerson = action({
  verb: "users.manage",
  input: z.object(whom),
  run: async (_, { personId }): Promise<never> => {
    await people().enableUser(personId);
    return backTo(personId, ENABLED_NOW, ENABLED_NOW_MORE);
  },
});

export const endSessionsOfPerson = action({
  verb: "users.manage",
  input: z.object(whom),
  run: async (_, { personId }): Promise<never> => {
    await people().endPersonsSessions(personId);
    return backTo(personId, SESSIONS_ENDED, SESSIONS_ENDED_MORE);
  },
});
