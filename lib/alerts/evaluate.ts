import type { Sql } from "@/lib/db";
import { recordEvent } from "@/lib/events/record";
import type { ConnectionView } from "@/lib/health";
import { findEndedProblems, findNewProblems, raisedPayload, recoveredPayload } from "./connection-alerts";
import type { AlertDeps } from "./deps";
import { findEndedIncidents, findNewIncidents, incidentPayload } from "./incident-alerts";
import type { AlertKind, AlertPayload, AlertRow } from "./payload";
import {
  addressPayload,
  addressSubject,
  findNewAddresses,
  findSettledAddresses,
} from "./subjects/address-alerts";
import {
  deadPayload,
  findDeadReceivers,
  findRevivedReceivers,
  revivedPayload,
} from "./subjects/endpoint-alerts";
import {
  findEndedKeyProblems,
  findNewKeyProblems,
  KEY_ENDINGS,
  keyEndedPayload,
  keyRaisedPayload,
} from "./subjects/key-alerts";
import { channelsOf, closeAlerts, hearersOf, openAlerts, openChannels, tell } from "./write-alerts";

/** Problems of one sort that one run takes up; the next run goes on with the rest. */
const MAX_PER_RUN = 500;

/** Any constant: one evaluation at a time over all processes. */
const LOCK = "SELECT pg_try_advisory_xact_lock(7261540) AS mine";

export interface Evaluation {
  raised: number;
  ended: number;
  /** Messages that now wait to be sent. */
  told: number;
}

type EvaluateDeps = Pick<AlertDeps, "database" | "clock" | "appUrl" | "providerName">;

/** A change of an alert, and what to say of it; nothing where a worse alert says it. */
interface Change {
  alert: AlertRow;
  payload: AlertPayload | null;
}

/**
 * Compares what is wrong with what people were told: raises an alert once a problem, ends it once the problem is
 * over, and puts a message to each channel that is to hear of it. Alerts, messages and audit rows commit together.
 * Idempotent; does nothing while another process does it.
 */
export function evaluateAlerts(deps: EvaluateDeps, limit: number = MAX_PER_RUN): Promise<Evaluation> {
  const nowMs = deps.clock.nowMs();
  return deps.database.transaction(async (tx) => {
    const [lock] = await tx.query<{ mine: boolean }>(LOCK);
    if (!lock?.mine) return { raised: 0, ended: 0, told: 0 };
    const ended = await endProblems(tx, deps, nowMs, limit);
    const raised = await raiseProblems(tx, deps, nowMs, limit);
    const channels = await openChannels(tx);
    const hearers = await channelsOf(
      tx,
      ended.map(({ alert }) => alert),
    );
    const told = await tell(tx, nowMs, [
      ...ended.map((change) => ({ ...change, channelIds: hearers.get(change.alert.id) ?? [] })),
      ...raised.map((change) => ({ ...change, channelIds: hearersOf(channels, change.alert) })),
    ]);
    return { raised: raised.length, ended: ended.length, told };
  });
}

async function raiseProblems(
  tx: Sql,
  { appUrl, providerName }: EvaluateDeps,
  nowMs: number,
  limit: number,
): Promise<Change[]> {
  const problems = await findNewProblems(tx, nowMs, limit);
  const incidents = await findNewIncidents(tx, limit);
  const keys = await findNewKeyProblems(tx, nowMs, limit);
  const receivers = await findDeadReceivers(tx, limit);
  const addresses = await findNewAddresses(tx, limit);
  const subjects = [
    ...problems.map(({ kind, view }) => ({
      kind,
      subjectId: view.id,
      companyId: view.companyId,
      connectionType: view.connectionType,
      payload: (alert: AlertRow) => raisedPayload(alert, view, appUrl),
    })),
    ...incidents.map((incident) => ({
      kind: "provider_incident" as const,
      subjectId: incident.id,
      companyId: "",
      connectionType: incident.connectionType,
      payload: (alert: AlertRow) => {
        const of = { providerName: providerName(incident.connectionType), appUrl };
        return incidentPayload(alert, "raised", incident, of);
      },
    })),
    ...keys.map(({ kind, key }) => ({
      kind,
      subjectId: key.id,
      companyId: "",
      connectionType: "",
      payload: (alert: AlertRow) => keyRaisedPayload(alert, key, appUrl),
    })),
    ...receivers.map((receiver) => ({
      kind: "endpoint_disabled" as const,
      subjectId: receiver.id,
      companyId: "",
      connectionType: "",
      payload: (alert: AlertRow) => deadPayload(alert, receiver, appUrl),
    })),
    ...addresses.map((announced) => ({
      kind: "provider_addresses" as const,
      subjectId: addressSubject(announced),
      companyId: "",
      connectionType: announced.connectionType,
      payload: (alert: AlertRow) => {
        const of = { providerName: providerName(announced.connectionType), appUrl };
        return addressPayload(alert, "raised", announced, of);
      },
    })),
  ];
  const opened = await openAlerts(tx, subjects, nowMs);
  for (const { kind, view } of problems) {
    if (opened.some((alert) => alert.kind === kind && alert.subjectId === view.id))
      await tellProduct(tx, kind, view, nowMs);
  }
  for (const { kind, key } of keys) {
    if (kind !== "key_expiring" || !opened.some((alert) => alert.subjectId === key.id)) continue;
    const { id, name, service, expiresAt } = key;
    const data = { key: id, name, service, expires_at: expiresAt.toISOString() };
    await recordEvent(tx, { type: "key.expiring", about: {}, data, atMs: nowMs });
  }
  return subjects.flatMap(({ kind, subjectId, payload }) => {
    const alert = opened.find((row) => row.kind === kind && row.subjectId === subjectId);
    return alert ? [{ alert, payload: payload(alert) }] : [];
  });
}

/** What has broken told of itself as it broke; that an end comes near is noticed here. */
async function tellProduct(
  tx: Sql,
  kind: AlertKind,
  { companyId, connectionType, verdict: { deadline, sentence, nextStep } }: ConnectionView,
  atMs: number,
): Promise<void> {
  if (kind !== "expiring_soon" || !deadline) return;
  const data = { deadline: deadline.at.toISOString(), sentence, next_step: nextStep };
  await recordEvent(tx, { type: "connection.expiring", about: { companyId, connectionType }, data, atMs });
}

async function endProblems(
  tx: Sql,
  { appUrl, providerName }: EvaluateDeps,
  nowMs: number,
  limit: number,
): Promise<Change[]> {
  const problems = await findEndedProblems(tx, nowMs, limit);
  const incidents = await findEndedIncidents(tx, nowMs, limit);
  const keys = await findEndedKeyProblems(tx, nowMs, limit);
  const receivers = await findRevivedReceivers(tx, limit);
  const addresses = await findSettledAddresses(tx, limit);
  const endings = [
    ...problems.map((problem) => ({
      alertId: problem.alertId,
      why: WHY[problem.ending],
      payload: (alert: AlertRow) =>
        problem.ending === "superseded" ? null : recoveredPayload(alert, problem, appUrl),
    })),
    ...incidents.map((incident) => ({
      alertId: incident.alertId,
      why: "The incident is over.",
      payload: (alert: AlertRow) => {
        const of = { providerName: providerName(incident.connectionType), appUrl };
        return incidentPayload(alert, "recovered", incident, of);
      },
    })),
    ...keys.map((problem) => ({
      alertId: problem.alertId,
      why: KEY_ENDINGS[problem.ending],
      payload: (alert: AlertRow) => keyEndedPayload(alert, problem, appUrl),
    })),
    ...receivers.map((receiver) => ({
      alertId: receiver.alertId,
      why: receiver.isRemoved ? "Removed." : "On again.",
      payload: (alert: AlertRow) => revivedPayload(alert, receiver, appUrl),
    })),
    ...addresses.map((announced) => ({
      alertId: announced.alertId,
      why: "The addresses in effect are those that it names.",
      payload: (alert: AlertRow) => {
        const of = { providerName: providerName(announced.connectionType), appUrl };
        return addressPayload(alert, "recovered", announced, of);
      },
    })),
  ];
  const closed = new Map((await closeAlerts(tx, endings, nowMs)).map((alert) => [alert.id, alert]));
  return endings.flatMap(({ alertId, payload }) => {
    const alert = closed.get(alertId);
    return alert ? [{ alert, payload: payload(alert) }] : [];
  });
}

const WHY = {
  consent: "A new consent.",
  disconnected: "Disconnected on purpose.",
  stood: "Healthy for ten minutes.",
  superseded: "It needs reconnecting now, which has an alert of its own.",
} as const;
