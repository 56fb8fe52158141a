import { randomBytes } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll } from "vitest";
import { factorBox } from "@/lib/boot/factor-box";
import { type Database, openDatabase } from "@/lib/db";
import type { Mailer } from "@/lib/mail";
import { createSecondFactors, type PendingSignIn, type SecondFactors, type SessionUser } from "@/lib/people";
import { signIn } from "@/lib/people/sign-in";
import { createUser } from "@/lib/people/users";
import { actAs, withRequestContext } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { testDatabaseUrl } from "./database";

export const PASSWORD = "correct horse battery";
const TESTER = { kind: "system", id: "test" } as const;

interface Person {
  id: string;
  email: string;
}

/** People, their second factors and a clock of their own, for one file of tests. */
export interface FactorWorld {
  database: Database;
  factors: SecondFactors;
  /** A hexadecimal key of the secrets' box. */
  key: string;
  clock: { nowMs(): number; advance(ms: number): void };
  appUrl: string;
  mailer: Mailer;
  mails: Parameters<Mailer["send"]>[0][];
  newPerson(role?: string): Promise<Person>;
  /** A person with a second factor, its secret and its backup codes. */
  enrolled(role?: string): Promise<Person & { secret: string; backupCodes: string[] }>;
  codeAt(secret: string, offsetSteps?: number): string;
  signIn(person: Person): Promise<SessionUser | PendingSignIn>;
  /** The right password of a person who owes a step. */
  pending(person: Person): Promise<PendingSignIn>;
  as<T>(person: { id: string }, work: () => T): T;
  from<T>(ipAddress: string, work: () => T): T;
}

export function factorWorld(): FactorWorld {
  const world = {} as FactorWorld;
  beforeAll(async () => {
    Object.assign(world, open(openDatabase({ url: await testDatabaseUrl() })));
  });
  afterAll(() => world.database?.close());
  return world;
}

function open(database: Database): FactorWorld {
  let nowMs = Date.UTC(2026, 2, 3, 9, 0);
  let serial = 0;
  const advance = (ms: number) => {
    nowMs += ms;
  };
  const clock = { nowMs: () => nowMs, advance };
  const key = randomBytes(32).toString("hex");
  const mails: FactorWorld["mails"] = [];
  const mailer: Mailer = {
    from: "Countersign <alerts@example.com>",
    send: async (mail) => {
      mails.push(mail);
      return { status: 250 };
    },
  };
  const secrets = factorBox(createKeyring({ current: key }));
  const appUrl = "https://countersign.example.com";
  const log = { error: () => {} };
  const factors = createSecondFactors({ database, clock, random: randomBytes, secrets, appUrl, mailer, log });
  const as: FactorWorld["as"] = ({ id }, work) => actAs({ kind: "person", id }, work);
  const newPerson = async (role = "support") => {
    const email = `person${++serial}@example.com`;
    const id = await actAs(TESTER, () =>
      createUser({ database, clock }, { email, name: "Person", role, password: PASSWORD }),
    );
    return { id, email };
  };
  const codeAt = (secret: string, offsetSteps = 0) =>
    generateSync({ secret, epoch: Math.floor(nowMs / 1_000) + 30 * offsetSteps });
  const enter: FactorWorld["signIn"] = ({ email }) =>
    signIn({ database, clock }, { email, password: PASSWORD });
  return {
    database,
    factors,
    appUrl,
    mailer,
    key,
    clock,
    mails,
    newPerson,
    codeAt,
    as,
    signIn: enter,
    enrolled: async (role) => {
      const person = await newPerson(role);
      const enroller = { userId: person.id, startedBy: "test" };
      await factors.beginEnrolment(enroller);
      const secret = (await factors.findEnrolment(enroller, person.email))?.secret ?? "";
      const backupCodes = await as(person, () => factors.confirmEnrolment(enroller, codeAt(secret)));
      clock.advance(60_000);
      return { ...person, secret, backupCodes };
    },
    pending: async (person) => {
      const entered = await enter(person);
      if (!("step" in entered)) throw new Error("a step was expected");
      return entered;
    },
    from: (ipAddress, work) => withRequestContext({ requestId: "", ipAddress, userAgent: "test" }, work),
  };
}
