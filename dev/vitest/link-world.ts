import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { type Database, openDatabase } from "@/lib/db";
import { createMailer } from "@/lib/mail";
import { behindAnswersDone } from "@/lib/people";
import type { LinkDeps } from "@/lib/people/links/link-deps";
import { flushRefusals } from "@/lib/people/refusal-log";
import { createUser } from "@/lib/people/users";
import { actAs, withRequestContext } from "@/lib/request-context";
import { type Mailbox, startMailbox } from "../mailbox";
import { testDatabaseUrl } from "./database";

export const PASSWORD = "correct horse battery";
const TEST = { kind: "system", id: "test" } as const;

/** People, a real mail server, and a clock that only a test moves. */
export interface LinkWorld {
  database: Database;
  mailbox: Mailbox;
  deps: LinkDeps;
  advanceMinutes(minutes: number): void;
  user(role?: string): Promise<{ id: string; email: string }>;
  address(): string;
  /** The links that were mailed to an address, oldest first. */
  linksTo(email: string): Promise<string[]>;
  /** Under one request's context. */
  request<T>(requestId: string, work: () => T, ipAddress?: string): T;
  auditOf(requestId: string): Promise<Record<string, unknown>[]>;
  /** Everything in every table, as text. */
  dump(): Promise<string>;
  /** Runs work while no audit row can be written. */
  withoutAudit(work: () => Promise<unknown>): Promise<void>;
}

export function linkWorld(): LinkWorld {
  const world = {} as LinkWorld;
  let nowMs = Date.UTC(2026, 2, 3, 9, 0);
  let count = 0;
  beforeAll(async () => {
    const database = openDatabase({ url: await testDatabaseUrl() });
    const mailbox = await startMailbox();
    const deps: LinkDeps = {
      database,
      clock: { nowMs: () => nowMs },
      random: randomBytes,
      appUrl: "https://countersign.example.com",
      mailer: createMailer({ smtpUrl: mailbox.smtpUrl, from: "Countersign <alerts@example.com>" }),
      log: { error: () => undefined },
    };
    Object.assign(world, { database, mailbox, deps });
  });
  afterAll(async () => {
    await behindAnswersDone(world.database);
    await Promise.all([world.mailbox?.close(), world.database?.close()]);
  });
  const address = () => `person${++count}@example.com`;
  const request: LinkWorld["request"] = (requestId, work, ipAddress = `198.51.${++count % 250}.7`) =>
    withRequestContext({ requestId, ipAddress, userAgent: "test" }, work);
  return Object.assign(world, {
    address,
    request,
    advanceMinutes: (minutes: number) => {
      nowMs += minutes * 60_000;
    },
    user: async (role = "support") => {
      const email = address();
      const person = { email, name: "Person", role, password: PASSWORD };
      return { id: await actAs(TEST, () => createUser(world.deps, person)), email };
    },
    linksTo: async (email: string) => {
      await behindAnswersDone(world.database);
      const mails = world.mailbox.mails().filter(({ to }) => to.includes(email.toLowerCase()));
      return mails.flatMap(
        ({ text }) => /https:\S+\/(?:invite|reset-password)\/[\w-]+/.exec(text)?.[0] ?? [],
      );
    },
    auditOf: async (requestId: string) => {
      await flushRefusals(world.database);
      return world.database.query(
        `SELECT operation, outcome, "userId", "apiEndpoint", "errorMessage" FROM "AuditLog"
         WHERE "requestId" = $1 ORDER BY position`,
        [requestId],
      );
    },
    dump: async () => {
      const tables = await world.database.query<{ name: string }>(
        `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      const rows = await Promise.all(tables.map(({ name }) => world.database.query(`SELECT * FROM ${name}`)));
      return JSON.stringify(rows);
    },
    withoutAudit: async (work: () => Promise<unknown>) => {
      await world.database.query(
        'ALTER TABLE "AuditLog" ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID',
      );
      await work().finally(() => world.database.query('ALTER TABLE "AuditLog" DROP CONSTRAINT refuses_rows'));
    },
  });
}

/** The secret part of a link. */
export const tokenOf = (link: string | null | undefined) => link?.split("/").at(-1) ?? "";
