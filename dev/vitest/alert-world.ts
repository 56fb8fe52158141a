import { afterAll, beforeAll } from "vitest";
import { ADMIN } from "@/dev/world/consent";
import { deliverAlerts } from "@/lib/alerts/deliver";
import type { AlertDeps } from "@/lib/alerts/deps";
import { evaluateAlerts } from "@/lib/alerts/evaluate";
import { secretBox } from "@/lib/boot/secret-box";
import { newId } from "@/lib/db";
import { checkConnection } from "@/lib/health/observe/check";
import { createMailer } from "@/lib/mail";
import { actAs } from "@/lib/request-context";
import { providerOf } from "@/lib/token";
import { createKeyring } from "@/lib/token/keys/keyring";
import { type Mailbox, startMailbox } from "../mailbox";
import { type TokenWorld, tokenWorld } from "./token-world";
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver";

/** A token world with somebody to tell: a real mail server and a real receiver of webhooks. */
export interface AlertWorld extends TokenWorld {
  mailbox: Mailbox;
  receiver: WebhookReceiver;
  deps: AlertDeps;
  evaluate(): ReturnType<typeof evaluateAlerts>;
  deliver(): ReturnType<typeof deliverAlerts>;
  advanceMinutes(minutes: number): void;
  /** Looks at a connection, as "Check now" does. */
  check(companyId: string, connectionType?: string): Promise<void>;
  connectionIdOf(companyId: string): Promise<string>;
  alerts(): Promise<{ kind: string; subjectId: string; companyId: string; endedAt: Date | null }[]>;
  /** What was put to channels, in order: alert's kind, event, title. */
  messages(): Promise<{ kind: string; event: string; channelId: string; title: string; sentence: string }[]>;
  openIncident(connectionType: string, companyIds: readonly string[]): Promise<string>;
  endIncident(id: string): Promise<void>;
  /** Forgets alerts, messages and channels. */
  reset(): Promise<void>;
}

export function alertWorld(): AlertWorld {
  const world = tokenWorld() as AlertWorld;
  beforeAll(async () => {
    const [mailbox, receiver] = await Promise.all([startMailbox(), startWebhookReceiver()]);
    Object.assign(world, verbsOf(world, mailbox, receiver));
  });
  afterAll(async () => {
    await Promise.all([world.mailbox?.close(), world.receiver?.close()]);
  });
  return world;
}

function verbsOf(world: TokenWorld, mailbox: Mailbox, receiver: WebhookReceiver): Partial<AlertWorld> {
  const { database, simulator } = world;
  const { clock } = simulator;
  // Only what a test says moves it: messages and their back-off are compared to the millisecond.
  clock.setRate(0);
  const deps: AlertDeps = {
    database,
    clock,
    random: () => 0,
    appUrl: "https://countersign.example.com",
    providerName: (type) => providerOf(type).displayName,
    secrets: secretBox(createKeyring(world.settings.encryptionKeys)),
    mailer: createMailer({ smtpUrl: mailbox.smtpUrl, from: "Countersign <alerts@example.com>" }),
    network: receiver.network,
    log: { error: (fields, message) => console.error(message, fields) },
  };
  return {
    mailbox,
    receiver,
    deps,
    evaluate: () => evaluateAlerts(deps),
    deliver: () => deliverAlerts(deps),
    advanceMinutes: (minutes) => void clock.advance(minutes * 60_000),
    check: async (companyId, connectionType = "qbo") => {
      const request = { companyId, connectionType };
      await actAs(ADMIN, () => checkConnection({ database, clock, tokenService: world.service }, request));
    },
    connectionIdOf: async (companyId) => {
      const [row] = await database.query<{ id: string }>(
        `SELECT id FROM "Connection" WHERE "companyId" = $1`,
        [companyId],
      );
      return row?.id ?? "";
    },
    alerts: () =>
      database.query(`SELECT kind, "subjectId", "companyId", "endedAt" FROM "Alert" ORDER BY "raisedAt", id`),
    messages: () =>
      database.query(
        `SELECT a.kind, d.event, d."channelId", d.payload #>> '{data,title}' AS title,
           d.payload #>> '{data,sentence}' AS sentence
         FROM "AlertDelivery" d LEFT JOIN "Alert" a ON a.id = d."alertId" ORDER BY d."createdAt", d.id`,
      ),
    openIncident: async (connectionType, companyIds) => {
      const id = newId();
      const now = new Date(clock.nowMs());
      await database.query(
        `INSERT INTO "ProviderIncident" (id, "connectionType", cause, owner, message, "startedAt", "lastFailureAt")
         VALUES ($1, $2, 'provider_unavailable', 'provider', 'QuickBooks Online answered 503.', $3, $3)`,
        [id, connectionType, now],
      );
      await database.query(
        `INSERT INTO "IncidentCompany" ("incidentId", "companyId", "affectedAt") SELECT $1, unnest($2::text[]), $3`,
        [id, companyIds, now],
      );
      return id;
    },
    endIncident: async (id) => {
      await database.query(`UPDATE "ProviderIncident" SET "endedAt" = $2 WHERE id = $1`, [
        id,
        new Date(clock.nowMs()),
      ]);
    },
    reset: async () => {
      await database.query(
        `TRUNCATE "AlertDelivery", "Alert", "AlertChannel", "IncidentCompany", "ProviderIncident"`,
      );
      await database.query(`UPDATE "Connection" SET "disconnectedAt" = $1 WHERE "disconnectedAt" IS NULL`, [
        new Date(clock.nowMs()),
      ]);
      receiver.received.length = 0;
      receiver.answer = { status: 204 };
      mailbox.refuse(undefined);
    },
  };
}
