import { z } from "zod";
import type { ConnectionDetail, ListedConnection } from "@/lib/health";
import { statusNames } from "@/lib/health";
import { providerNames, scopeDriftOf, tokenService } from "@/lib/token";
import { isoTime } from "./path";

const owner = z
  .enum(["customer", "provider", "us"])
  .nullable()
  .meta({ description: "Who must act; null: no one." });

export const connectionSchema = z
  .object({
    id: z.string(),
    company: z.object({ id: z.string(), name: z.string() }),
    provider: z.enum(providerNames),
    environment: z.string(),
    organisation: z
      .object({ id: z.string(), name: z.string() })
      .meta({ description: "Intuit's realm, or Xero's tenant." }),
    status: z.enum(statusNames),
    sentence: z.string().meta({ description: "What it is and what it means, for people." }),
    since: isoTime.nullable(),
    owner,
    next_step: z.string().meta({ description: "Who does what about it; empty when nothing is to be done." }),
    consent_helps: z.boolean(),
    deadline: z
      .object({ at: isoTime, kind: z.enum(["rolling", "hard"]) })
      .nullable()
      .meta({ description: "When it ends unless a person acts. A rolling one moves with every refresh." }),
    connected_at: isoTime,
    disconnected_at: isoTime.nullable(),
    last_checked_at: isoTime.nullable(),
    last_worked_at: isoTime.nullable(),
  })
  .meta({ id: "Connection" });

export const connectionDetailSchema = connectionSchema
  .extend({
    scopes: z.array(z.string()).meta({ description: "What the customer granted." }),
    scope_drift: z
      .object({
        missing: z
          .array(z.string())
          .meta({ description: "Asked for today, and not granted: the customer must consent again." }),
        unwanted: z
          .array(z.string())
          .meta({ description: "Granted, and no longer asked for: the next consent gives it back." }),
        ending: z.array(z.string()).meta({
          description: "Granted through a scope that the provider takes back: consent again before ends_on.",
        }),
        ends_on: z.iso.date().nullable(),
      })
      .meta({
        description: "In what the consent of a live connection differs from what is asked for today.",
      }),
    generation: z.int().meta({ description: "Counts the token sets of its grant." }),
  })
  .meta({ id: "ConnectionDetail" });

const iso = (at: Date | null) => at?.toISOString() ?? null;

export function connectionJson(view: ListedConnection): z.output<typeof connectionSchema> {
  const { verdict, tenantId, tenantName } = view;
  return {
    id: view.id,
    company: { id: view.companyId, name: view.companyName },
    provider: view.connectionType as (typeof providerNames)[number],
    environment: view.environment,
    organisation: { id: tenantId, name: tenantName },
    status: verdict.status,
    sentence: verdict.sentence,
    since: iso(verdict.since),
    owner: verdict.owner,
    next_step: verdict.nextStep,
    consent_helps: verdict.consentHelps,
    deadline: verdict.deadline && { at: verdict.deadline.at.toISOString(), kind: verdict.deadline.kind },
    connected_at: view.connectedAt.toISOString(),
    disconnected_at: iso(view.disconnectedAt),
    last_checked_at: iso(view.lastChecked),
    last_worked_at: iso(view.lastHealthyAt),
  };
}

export function connectionDetailJson(detail: ConnectionDetail): z.output<typeof connectionDetailSchema> {
  const scopes = detail.scope.split(" ").filter(Boolean);
  return {
    ...connectionJson(detail),
    scopes,
    scope_drift: driftJson(detail),
    generation: detail.generation,
  };
}

function driftJson({ connectionType, disconnectedAt, scope }: ConnectionDetail) {
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === connectionType);
  const { endsOn, ...drift } = scopeDriftOf(scope, disconnectedAt ? undefined : wanted);
  return { ...drift, ends_on: endsOn };
}
