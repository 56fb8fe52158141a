"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "@/lib/action";
import { addCompany as add } from "@/lib/companies";
import { newConnectionHref } from "./search-params";

const oneLine = /^\P{C}*$/u;

export const addCompany = action({
  verb: "connections.connect",
  input: z.object({
    name: z
      .string({ error: "Enter the company's name." })
      .trim()
      .min(1, "Enter the company's name.")
      .max(200, "A name has at most 200 characters.")
      .regex(oneLine, "A name is one line of text."),
    id: z
      .string()
      .trim()
      .regex(/^[\w.:@/-]{0,100}$/, "An id has at most 100 letters, digits and . : @ / _ -")
      .optional(),
  }),
  run: async ({ user }, { name, id }): Promise<never> => {
    const companyId = await add({ name, id: id || undefined }, user.id);
    redirect(newConnectionHref({ id: companyId, name }));
  },
});
