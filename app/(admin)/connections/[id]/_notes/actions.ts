"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { formatAbsolute, UTC } from "@/components/ui/time-format";
import { action, formText, safeReturnTo, signInPath } from "@/lib/door";
import { health } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { companyPath } from "@/lib/text/company-path";
import { existingConnection } from "../../existing-connection";
import { ACKNOWLEDGED_MORE, SNOOZED_MORE, snoozedUntil } from "../words";
import { acknowledgement, type NoteFormState, snooze, typedIn, untilMsOf } from "./note-input";

const verb = "problems.note";

const takeOn = action({
  verb,
  input: acknowledgement,
  run: async ({ user }, { returnTo, ...note }): Promise<never> => {
    await health().noteProblem({ ...note, untilMs: null, byName: user.name });
    return told(note.connectionId, returnTo, {
      title: "acknowledged",
      message: ACKNOWLEDGED_MORE,
    });
  },
});

const rest = action({
  verb,
  input: snooze,
  run: async ({ user }, { returnTo, until, date, ...note }): Promise<never> => {
    const untilMs = untilMsOf({ ...note, until, date }, serverNowMs());
    await health().noteProblem({ ...note, untilMs, byName: user.name });
    return told(note.connectionId, returnTo, {
      title: snoozedUntil(formatAbsolute(untilMs, user.timeZone ?? UTC)),
      message: SNOOZED_MORE,
    });
  },
});

const end = action({
  verb,
  input: z.object({ connectionId: identifier, noteId: identifier }),
  run: async (_, { connectionId, noteId }): Promise<void> => {
    await health().endNote({ connectionId, noteId });
    refresh();
  },
});

export async function acknowledgeProblem(_before: NoteFormState, formData: FormData): Promise<NoteFormState> {
  return { result: await takeOn({ status: "idle" }, formData), typed: typedIn(formData) };
}

export async function snoozeProblem(_before: NoteFormState, formData: FormData): Promise<NoteFormState> {
  return { result: await rest({ status: "idle" }, formData), typed: typedIn(formData) };
}

/** Its button stands in lists and pages, with no form around it that could show a failure. */
export async function endNote(formData: FormData): Promise<void> {
  const result = await end({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  const from = safeReturnTo(formText(formData, "returnTo"));
  if (result.signInHref) redirect(signInPath(from, { ended: true }));
  redirect(await withNotice(from, failureNotice(result)));
}

async function told(
  connectionId: string,
  returnTo: string | undefined,
  words: { title: string; message: string },
): Promise<never> {
  const { companyId, companyName, connectionType } = await existingConnection(connectionId);
  const back = returnTo ? safeReturnTo(returnTo) : companyPath(companyId, { provider: connectionType });
  redirect(
    await withNotice(back, {
      tone: "working",
      ...words,
      title: `${companyName}: ${words.title}`,
    }),
  );
}
