import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type Database, openDatabase } from "@/lib/db";
import type { SsoEnv } from "@/lib/env";
import {
  createInvites,
  createSso,
  type Sso,
  type SsoEntry,
  type SsoPurpose,
  type SsoTrip,
} from "@/lib/people";
import { flushRefusals } from "@/lib/people/refusal-log";
import { createUser } from "@/lib/people/users";
import { actAs, withRequestContext } from "@/lib/request-context";
import { type IdentityProvider, startIdentityProvider } from "../identity-provider";
import type { DirectoryPerson } from "../identity-provider/people";
import { testDatabaseUrl } from "./database";

export const PASSWORD = "correct horse battery";
const TEST = { kind: "system", id: "test" } as const;
const APP = "https://countersign.example.com";

const SIGN_IN: SsoPurpose = { kind: "sign_in" };

/** Worlds of one file share a database. */
let serial = 0;

type Arrival = SsoEntry | "ask again" | "done";

/** People, a real identity provider, and a clock that goes on by itself and by `advance`. */
export interface SsoWorld {
  database: Database;
  provider: IdentityProvider;
  env: SsoEnv;
  sso: Sso;
  clock: { nowMs(): number; advance(ms: number): void };
  /** A person in the directory. */
  person(changes?: Partial<DirectoryPerson>): DirectoryPerson;
  user(role?: string, email?: string): Promise<{ id: string; email: string }>;
  invite(email: string, role?: "admin" | "support" | "finance"): Promise<string>;
  start(options?: { purpose?: SsoPurpose; fresh?: boolean }): Promise<{ url: URL; trip: SsoTrip }>;
  end(trip: SsoTrip | null, callback: URL): Promise<Arrival>;
  /** All of it, as one person. */
  enter(subject: string | null, options?: { purpose?: SsoPurpose; fresh?: boolean }): Promise<Arrival>;
  userOf(subject: string): Promise<Record<string, unknown> | undefined>;
  audit(): Promise<Record<string, unknown>[]>;
  as<T>(person: { id: string }, work: () => T): T;
  /** Each from an address of its own. */
  visit<T>(work: () => T): T;
}

type Rules = Partial<Pick<SsoEnv, "domains" | "roles" | "breakGlass">>;

/** @param request What the identity provider is asked by. */
export function ssoWorld(rules: Rules = {}, request = fetch): SsoWorld {
  const world = {} as SsoWorld;
  beforeAll(async () => {
    const provider = await startIdentityProvider(`${APP}/api/sso/callback`);
    Object.assign(world, open(openDatabase({ url: await testDatabaseUrl() }), provider, rules, request));
  });
  afterEach(() => {
    world.provider.fail(undefined);
    world.provider.tamper(undefined);
  });
  afterAll(() => Promise.all([world.provider?.close(), world.database?.close()]));
  return world;
}

function open(database: Database, provider: IdentityProvider, rules: Rules, request: typeof fetch): SsoWorld {
  let movedMs = 0;
  const clock = {
    nowMs: () => Date.now() + movedMs,
    advance: (ms: number) => {
      movedMs += ms;
    },
  };
  const { issuer, clientId, clientSecret } = provider;
  const env: SsoEnv = { issuer, clientId, clientSecret, name: "Acme", domains: [], roles: {}, ...rules };
  const callbackUrl = `${APP}/api/sso/callback`;
  const sso = createSso({ sso: env, callbackUrl, database, clock, fetch: request });
  const log = { error: () => undefined };
  const invites = createInvites({ database, clock, random: randomBytes, appUrl: APP, mailer: null, log });
  const visit: SsoWorld["visit"] = (work) => {
    serial += 1;
    const ipAddress = `10.${serial >> 8}.${serial & 255}.7`;
    return withRequestContext({ requestId: "sso", ipAddress, userAgent: "test" }, work);
  };
  const user: SsoWorld["user"] = async (role = "support", email = `user${++serial}@example.com`) => {
    const person = { email, name: "Person", role, password: PASSWORD };
    return { id: await actAs(TEST, () => createUser({ database, clock }, person)), email };
  };
  const start: SsoWorld["start"] = ({ purpose = SIGN_IN, fresh = false } = {}) =>
    visit(() => sso.startTrip({ purpose, fresh }));
  const end: SsoWorld["end"] = (trip, { searchParams }) => visit(() => sso.endTrip(trip, searchParams));
  return {
    database,
    provider,
    env,
    sso,
    clock,
    visit,
    user,
    start,
    end,
    person: (changes = {}) => {
      const subject = `subject-${++serial}`;
      const email = `${subject}@elsewhere.example`;
      const person = { subject, name: "Ada", email, emailVerified: true, groups: [], ...changes };
      provider.add(person);
      return person;
    },
    invite: async (email, role = "support") => {
      const admin = await user("admin");
      return actAs({ kind: "person", id: admin.id }, async () => {
        await invites.createInvite({ email, role, byId: admin.id });
        return admin.id;
      });
    },
    enter: async (subject, options) => {
      const { url, trip } = await start(options);
      return end(trip, await provider.signIn(url, subject));
    },
    userOf: async (subject) => {
      const [found] = await database.query(
        `SELECT id, email, name, role, "passwordHash", "disabledAt" FROM "User"
         WHERE "ssoIssuer" = $1 AND "ssoSubject" = $2`,
        [issuer, subject],
      );
      return found as Record<string, unknown> | undefined;
    },
    audit: async () => {
      await flushRefusals(database);
      return database.query(
        `SELECT operation, outcome, "userId", "apiEndpoint", "errorMessage" FROM "AuditLog" ORDER BY position`,
      );
    },
    as: ({ id }, work) => actAs({ kind: "person", id }, work),
  };
}
