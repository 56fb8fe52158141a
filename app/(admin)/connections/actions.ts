"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { resume } from "@/app/_consent/resume";
import { startConsent } from "@/app/_consent/start-consent";
import { identifier } from "@/app/_input/identifier";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { action, formText, safeReturnTo, signInFirst, signInPath } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { existingConnection } from "./existing-connection";
import type { MoveState } from "./move-state";
import { ENTER_WHY_MOVED, tooLong, tooShort } from "./words";

const reconnect = action({
  verb: "connections.reconnect",
  input: z.object({ connectionId: identifier }),
  run: async (_, { connectionId }) => consentAnew(connectionId, { purpose: "reconnect" }),
});

const move = action({
  verb: "connections.reconnect",
  input: z.object({
    connectionId: identifier,
    reason: z.string({ error: ENTER_WHY_MOVED }).trim().min(5, tooShort(5)).max(500, tooLong(500)),
  }),
  run: async (_, { connectionId, reason }) => consentAnew(connectionId, { purpose: "move", reason }),
});

const connect = action({
  verb: "connections.connect",
  input: z.object({ companyId: identifier, provider: identifier, returnTo: z.string().optional() }),
  run: async (_, { companyId, provider, returnTo }) =>
    startConsent({
      companyId,
      connectionType: provider,
      purpose: "connect",
      returnTo: pageOr("/connections", returnTo),
    }),
});

/** One press from a list, a page or a banner to the provider's consent, for the organisation connected before. */
export async function startReconnect(formData: FormData): Promise<void> {
  const result = await reconnect({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  if (result.signInHref) await signInFirst(resume(formText(formData, "connectionId")));
  redirect(await withNotice(pageOr("/connections", formText(formData, "returnTo")), failureNotice(result)));
}

/** To the provider's consent for another organisation than the one connected now, with the reason on record. */
export async function startMove(_previous: MoveState, formData: FormData): Promise<MoveState> {
  const result = await move({ status: "idle" }, formData);
  return { result, reason: formText(formData, "reason") ?? "" };
}

/** To the provider's consent, for whichever organisation is chosen there. */
export async function startConnect(formData: FormData): Promise<void> {
  const result = await connect({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  const from = pageOr("/connections", formText(formData, "returnTo"));
  // Its button stands there, too.
  if (result.signInHref) redirect(signInPath(from, { ended: true }));
  redirect(await withNotice(from, failureNotice(result)));
}

/** To the provider's consent for a connection that is there, and back to its page. */
async function consentAnew(
  connectionId: string,
  asked: { purpose: "reconnect" } | { purpose: "move"; reason: string },
): Promise<never> {
  const { companyId, connectionType } = await existingConnection(connectionId);
  const returnTo = companyPath(companyId, { provider: connectionType });
  return startConsent({ companyId, connectionType, returnTo, ...asked });
}

/** Where a form says it stands, if that is a page of ours. */
function pageOr(fallback: string, value: string | undefined): string {
  return value ? safeReturnTo(value) : fallback;
}
