"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { companies } from "@/lib/companies";
import { action, formText, signInPath } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import {
  type CompanyFormState,
  companyName,
  sameNameIsMeant,
  typedIn,
} from "../../connections/company-input";
import { type ContactFormState, changedContact, contactIn, contactInput } from "../contact-input";
import {
  BACK_MORE,
  backWords,
  CONTACT_SAVED,
  mergedMore,
  REMOVE_SENTENCE,
  RENAMED_MORE,
  removedWords,
  renamedTo,
  SEE_MERGED,
} from "../words";

const verb = "companies.manage";
const settings = (companyId: string) => companyPath(companyId, { tab: "settings" });

const renameTo = action({
  verb,
  input: z.object({ companyId: identifier, name: companyName, sameName: sameNameIsMeant }),
  run: async (_, { companyId, name, sameName }): Promise<never> => {
    await companies().renameCompany({ id: companyId, name, refuseSameName: !sameName });
    redirect(
      await withNotice(settings(companyId), {
        tone: "working",
        title: renamedTo(name),
        message: RENAMED_MORE,
      }),
    );
  },
});

export async function rename(_previous: CompanyFormState, formData: FormData): Promise<CompanyFormState> {
  return { result: await renameTo({ status: "idle" }, formData), typed: typedIn(formData) };
}

const changeContact = action({
  verb,
  input: contactInput,
  run: async (_, { companyId, ...contact }): Promise<never> => {
    await companies().changeCompany(companyId, changedContact(contact));
    redirect(
      await withNotice(settings(companyId), {
        tone: "working",
        title: CONTACT_SAVED,
        message: "",
      }),
    );
  },
});

export async function saveContact(
  _previous: ContactFormState,
  formData: FormData,
): Promise<ContactFormState> {
  return { result: await changeContact({ status: "idle" }, formData), typed: contactIn(formData) };
}

export const remove = action({
  verb,
  input: z.object({ companyId: identifier }),
  run: async (_, { companyId }): Promise<never> => {
    const name = await companies().removeCompany(companyId);
    redirect(
      await withNotice("/connections", {
        tone: "disconnected",
        title: removedWords(name),
        message: REMOVE_SENTENCE,
      }),
    );
  },
});

export const archive = action({
  verb,
  input: z.object({ companyId: identifier }),
  run: async (_, { companyId }): Promise<never> => {
    await companies().archiveCompany(companyId);
    redirect(settings(companyId));
  },
});

const bringBack = action({
  verb,
  input: z.object({ companyId: identifier }),
  run: async (_, { companyId }): Promise<never> => {
    const name = await companies().unarchiveCompany(companyId);
    redirect(
      await withNotice(companyPath(companyId), {
        tone: "working",
        title: backWords(name),
        message: BACK_MORE,
      }),
    );
  },
});

/** Its button stands on every tab, with no form around it that could show a failure. */
export async function unarchive(formData: FormData): Promise<void> {
  const result = await bringBack({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  const from = companyPath(formText(formData, "companyId") ?? "");
  if (result.signInHref) redirect(signInPath(from, { ended: true }));
  redirect(await withNotice(from, failureNotice(result)));
}

const mergeCompany = action({
  verb,
  input: z.object({ companyId: identifier, fromId: identifier, reason: z.string().max(500) }),
  run: async (_, { companyId, fromId, reason }): Promise<never> => {
    await companies().mergeCompanies({ intoId: companyId, fromId, reason });
    redirect(
      await withNotice(companyPath(companyId), {
        tone: "working",
        title: "Merged",
        message: mergedMore(fromId, companyId),
        links: [{ href: companyPath(fromId), label: SEE_MERGED }],
      }),
    );
  },
});

export interface MergeFormState {
  result: Awaited<ReturnType<typeof mergeCompany>>;
  reason: string;
}

export async function merge(_previous: MergeFormState, formData: FormData): Promise<MergeFormState> {
  const result = await mergeCompany({ status: "idle" }, formData);
  return { result, reason: formText(formData, "reason") ?? "" };
}
