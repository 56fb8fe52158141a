"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { withNotice } from "@/app/_notice/notice";
import { companies } from "@/lib/companies";
import { action } from "@/lib/door";
import { type CompanyFormState, companyName, sameNameIsMeant, typedIn } from "../company-input";
import { companyHref } from "./search-params";

const change = action({
  verb: "connections.connect",
  input: z.object({ companyId: identifier, name: companyName, sameName: sameNameIsMeant }),
  run: async (_, { companyId, name, sameName }): Promise<never> => {
    await companies().renameCompany({ id: companyId, name, refuseSameName: !sameName });
    redirect(
      await withNotice(companyHref(companyId), {
        tone: "working",
        title: `The company is called ${name} now`,
        message: "Its id and its connections are as they were.",
      }),
    );
  },
});

export async function rename(_previous: CompanyFormState, formData: FormData): Promise<CompanyFormState> {
  return { result: await change({ status: "idle" }, formData), typed: typedIn(formData) };
}

export const remove = action({
  verb: "connections.connect",
  input: z.object({ companyId: identifier }),
  run: async (_, { companyId }): Promise<never> => {
    const name = await companies().removeCompany(companyId);
    redirect(
      await withNotice("/connections", {
        tone: "disconnected",
        title: `${name} was removed`,
        message: "It never had a connection. What was done with it stays in the audit log.",
      }),
    );
  },
});
