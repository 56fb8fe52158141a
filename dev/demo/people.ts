import { COMMAND_LINE } from "@/lib/actor";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { requestContextOf } from "@/lib/door/request-context";
import { isCode } from "@/lib/errors";
import { flushRefusals } from "@/lib/people/refusal-log";
import { endExpiredSessions } from "@/lib/people/sessions";
import { signIn } from "@/lib/people/sign-in";
import { createUser, disableUser } from "@/lib/people/users";
import { actAs, withRequestContext } from "@/lib/request-context";

interface Person {
  email: string;
  name: string;
  role: "admin" | "support" | "finance";
  password: string;
  ipAddress: string;
  userAgent: string;
}

const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME}`;
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`;
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** Who works with the demo. Their passwords open nothing but a Countersign on this machine. */
export const people = {
  admin: {
    email: "admin@countersign.test",
    name: "Maya Lindqvist",
    role: "admin",
    password: "demo-admin-2026",
    ipAddress: "203.0.113.24",
    userAgent: MAC,
  },
  support: {
    email: "support@countersign.test",
    name: "Tomás Rivera",
    role: "support",
    password: "demo-support-2026",
    ipAddress: "203.0.113.61",
    userAgent: WINDOWS,
  },
  finance: {
    email: "finance@countersign.test",
    name: "Grace Okafor",
    role: "finance",
    password: "demo-finance-2026",
    ipAddress: "198.51.100.7",
    userAgent: WINDOWS,
  },
  /** Signs in with a code, too: main.ts prints it. */
  operations: {
    email: "operations@countersign.test",
    name: "Sam Whitfield",
    role: "support",
    password: "demo-operations-2026",
    ipAddress: "203.0.113.88",
    userAgent: IPHONE,
  },
  /** Left the firm: disabled halfway through, and still named by what happened before. */
  formerAdmin: {
    email: "daniel@countersign.test",
    name: "Daniel Whitmore",
    role: "admin",
    password: "demo-former-2026",
    ipAddress: "2001:db8:41:7::19",
    userAgent: FIREFOX,
  },
} as const satisfies Record<string, Person>;

export type PersonKey = keyof typeof people;

/** Parts of the surrounding product that ask for tokens. */
export const jobs = ["invoice-sync", "payment-matching", "month-end-close"] as const;
export type JobName = (typeof jobs)[number];

const JOB_CONTEXT = { ipAddress: "10.20.4.17", userAgent: "northstar-product/7.3 node/20" };

/** Everyone who acts in the demo, by what the database calls them. */
export interface Cast {
  idOf(actor: PersonKey | JobName): string;
  /** Does a person's or job's work as if its request had come over the network. */
  as<T>(actor: PersonKey | JobName, work: (userId: string) => Promise<T>): Promise<T>;
  signIn(person: PersonKey): Promise<void>;
  mistypePassword(person: PersonKey): Promise<void>;
  leave(person: PersonKey): Promise<void>;
  /** Ends the sessions that ran out. */
  closeTheDay(): Promise<unknown>;
}

/** Does the product's work as if its request had come over the network. */
export function asProduct<T>(work: () => T): T {
  return asRequest(JOB_CONTEXT, work);
}

function asRequest<T>({ ipAddress, userAgent }: typeof JOB_CONTEXT, work: () => T): T {
  const headers = new Map([
    ["x-forwarded-for", ipAddress],
    ["user-agent", userAgent],
  ]);
  return withRequestContext(requestContextOf({ get: (name) => headers.get(name) ?? null }, 1), work);
}

/** Creates the people. `formerAdmin` came before the others. */
export async function hireCast(deps: { database: Database; clock: Clock }): Promise<Cast> {
  const ids = new Map<string, string>();
  for (const key of ["formerAdmin", "admin", "support", "finance", "operations"] as const) {
    const { email, name, role, password } = people[key];
    ids.set(key, await actAs(COMMAND_LINE, () => createUser(deps, { email, name, role, password })));
  }
  const idOf = (who: PersonKey | JobName) => ids.get(who) ?? who;
  const as: Cast["as"] = (who, work) => {
    const [context, kind] = isPerson(who)
      ? [people[who], "person" as const]
      : [JOB_CONTEXT, "service" as const];
    const id = idOf(who);
    return asRequest(context, () => actAs({ kind, id }, () => work(id)));
  };
  const enter = async (who: PersonKey, password: string) => {
    await as(who, () => signIn(deps, { email: people[who].email, password }));
  };
  return {
    idOf,
    as,
    signIn: (who) => enter(who, people[who].password),
    mistypePassword: (who) =>
      enter(who, `${people[who].password}!`).catch(async (error: unknown) => {
        if (!isCode(error, "not_signed_in")) throw error;
        await flushRefusals(deps.database);
      }),
    closeTheDay: () => endExpiredSessions(deps),
    leave: (who) => as("admin", () => disableUser(deps, idOf(who))),
  };
}

function isPerson(who: string): who is PersonKey {
  return Object.hasOwn(people, who);
}
