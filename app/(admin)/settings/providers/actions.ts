"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { isProviderName, providerOf, tokenService } from "@/lib/token";
import { ACCEPTED, acceptedMore } from "./words";

const address = z.string().min(1).max(300);

/** The addresses that the page showed: others that came meanwhile are refused. */
export const acceptAddresses = action({
  verb: "providers.manage",
  input: z.object({
    provider: z.string().refine(isProviderName),
    issuer: address,
    authorization: address,
    token: address,
    revocation: address,
  }),
  run: async (_context, { provider, ...seen }): Promise<never> => {
    await tokenService.acceptAddresses(provider, seen);
    const message = acceptedMore(providerOf(provider).displayName);
    redirect(await withNotice("/settings/providers", { tone: "working", title: ACCEPTED, message }));
  },
});
