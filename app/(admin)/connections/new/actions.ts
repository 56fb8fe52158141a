"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { companies } from "@/lib/companies";
import { action } from "@/lib/door";
import { type CompanyFormState, companyName, sameNameIsMeant, typedIn } from "../company-input";
import { newConnectionHref } from "./search-params";
import { ID_RULE } from "./words";

const add = action({
  verb: "connections.connect",
  input: z.object({
    name: companyName,
    id: z
      .string()
      .trim()
      .regex(/^[\w.:@/-]{0,100}$/, ID_RULE)
      .optional(),
    sameName: sameNameIsMeant,
  }),
  run: async (_, { name, id, sameName }): Promise<never> => {
    const company = { name, id: id || undefined, refuseSameName: !sameName };
    redirect(newConnectionHref({ companyId: await companies().addCompany(company) }));
  },
});

export async function addCompany(_previous: CompanyFormState, formData: FormData): Promise<CompanyFormState> {
  return { result: await add({ status: "idle" }, formData), typed: typedIn(formData) };
}
