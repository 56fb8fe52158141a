import { join } from "node:path";
import type { appEnvironment } from "@/dev/stack/app-environment";

/** What the tests' processes are told of the stack that the global setup started. */
export interface StackHandle {
  appUrl: string;
  simulatorUrl: string;
  /** `/mails` there has every mail the app sent, as JSON. */
  mailboxUrl: string;
  /** `/control/people` there takes another person, as JSON. */
  identityProviderUrl: string;
  databaseUrl: string;
  /** The app's own environment variables. */
  env: ReturnType<typeof appEnvironment>;
  /** Holds the sessions, and whatever else a run leaves behind for its end. */
  folder: string;
  /** Connections in each of the five statuses, and a channel; no test may change them. */
  gallery: Gallery;
}

export interface Gallery {
  /** The id of a request that found a connection ended. */
  request: string;
  /** Outages of Xero: over, and going on. */
  pastIncident: string;
  openIncident: string;
  /** The company of the working connection. */
  company: string;
  /** Their companies. */
  companies: Record<
    "working" | "needsReconnecting" | "providerTrouble" | "expiringSoon" | "disconnected" | "outage",
    string
  >;
  /** A company that was archived, and one that was merged into another. */
  archived: string;
  merged: string;
  working: string;
  needsReconnecting: string;
  providerTrouble: string;
  expiringSoon: string;
  disconnected: string;
  /** An e-mail channel of alerts, told of those above that need telling. */
  channel: string;
  /** A key of the HTTP API that expires soon. */
  key: string;
  /** A person of the finance role. */
  person: string;
  /** An operation over the working and the disconnected connection, which the app has run. */
  operation: string;
  /** An endpoint of events whose one message has failed so far. */
  endpoint: string;
}

const VARIABLE = "COUNTERSIGN_E2E_STACK";

export function publishStack(handle: StackHandle): void {
  process.env[VARIABLE] = JSON.stringify(handle);
}

export function stackHandle(): StackHandle {
  const published = process.env[VARIABLE];
  if (!published)
    throw new Error("The stack is not running: tests are started by Playwright (npm test -- browser)");
  return JSON.parse(published) as StackHandle;
}

export const roles = ["admin", "support", "finance"] as const;
export type RoleName = (typeof roles)[number];

/** A browser state in which this role is signed in. */
export function sessionOf(role: RoleName): string {
  return join(stackHandle().folder, `${role}.json`);
}
