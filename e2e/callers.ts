import { randomBytes } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { COMMAND_LINE } from "@/lib/actor";
import { systemClock } from "@/lib/clock";
import { createApiKeys } from "@/lib/people/api-keys";
import { createInvites } from "@/lib/people/invites";
import { ROLES, type Role } from "@/lib/people/roles";
import { changeRole, disableUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { clientOf } from "./next-auth-client";
import { stackHandle } from "./stack-handle";
import type { World } from "./world";

/** Somebody at the doors. */
export interface Caller {
  name: string;
  /** Holds what they show of themselves. */
  client: APIRequestContext;
  /** What counts of them; undefined for whoever has no session, or no longer. */
  role: Role | undefined;
  userId?: string;
}

/** One of each: strangers, the roles, people whose account changed under a live session, who holds a link or a key. */
export async function everyCaller(world: World): Promise<Caller[]> {
  const person = async (name: string, signsInAs: Role, role: Role | undefined): Promise<Caller> => {
    const { id, ...account } = await world.user(signsInAs);
    return { name, client: await clientOf(account), role, userId: id };
  };
  const deps = { database: world.database, clock: systemClock };
  const byAdmin = <T>(change: () => Promise<T>) => actAs({ kind: "person", id: world.adminId }, change);

  const disabled = await person("disabled", "admin", undefined);
  await byAdmin(() => disableUser(deps, disabled.userId ?? ""));
  const demoted = await person("demoted", "admin", undefined);
  await byAdmin(() => changeRole(deps, demoted.userId ?? "", "finance"));
  // The session itself stays, as if it had been made anew between two requests.
  const downgraded = await person("downgraded", "admin", "finance");
  await world.database.query(`UPDATE "User" SET role = 'finance' WHERE id = $1`, [downgraded.userId]);

  return [
    { name: "anonymous", client: await clientOf(), role: undefined },
    ...(await Promise.all(ROLES.map((role) => person(role, role, role)))),
    disabled,
    demoted,
    downgraded,
    { name: "link", client: await linkHolder(world), role: undefined },
    { name: "key", client: await keyHolder(world), role: undefined },
  ];
}

/** A link that makes whoever accepts it an admin. */
export async function inviteLink({ database, adminId }: World): Promise<string> {
  const appUrl = stackHandle().appUrl;
  const log = { error: () => undefined };
  const invites = createInvites({
    database,
    clock: systemClock,
    random: randomBytes,
    appUrl,
    mailer: null,
    log,
  });
  const email = `${randomBytes(5).toString("hex")}@countersign.test`;
  const { link } = await actAs({ kind: "person", id: adminId }, () =>
    invites.createInvite({ email, role: "admin", byId: adminId }),
  );
  return link ?? "";
}

/** Opened an invite, and hasn't accepted. */
async function linkHolder(world: World): Promise<APIRequestContext> {
  const client = await clientOf();
  await client.get(await inviteLink(world));
  return client;
}

/** Has a key of the HTTP API that may do everything there. */
async function keyHolder({ database }: World): Promise<APIRequestContext> {
  const keys = createApiKeys({
    database,
    clock: systemClock,
    random: randomBytes,
    providers: ["qbo", "xero"],
  });
  const { value } = await actAs(COMMAND_LINE, () =>
    keys.makeKey({
      name: "Every scope",
      service: "matrix",
      scopes: ["tokens:vend", "connections:read", "health:read", "audit:read"],
      companyIds: null,
      providers: ["qbo", "xero"],
      environment: "live",
      networks: [],
      expiresInDays: 20,
    }),
  );
  return clientOf(undefined, { authorization: `Bearer ${value}` });
}
