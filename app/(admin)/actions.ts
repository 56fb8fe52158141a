"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { action, ownCookie, signInFirst } from "@/lib/door";

const YEAR_SECONDS = 365 * 86_400;

const choose = action({
  verb: "overview.read",
  input: z.object({ theme: z.enum(["light", "dark", "system"]) }),
  run: async (_context, { theme }) => {
    const jar = await cookies();
    const { name, options } = ownCookie("theme");
    if (theme === "system") jar.set(name, "", { ...options, maxAge: 0 });
    else jar.set(name, theme, { ...options, maxAge: YEAR_SECONDS });
  },
});

export async function chooseTheme(formData: FormData): Promise<void> {
  const result = await choose({ status: "idle" }, formData);
  // What is no choice of ours changes nothing, and the page shows that.
  if (result.status !== "failed" || result.code === "invalid_input") return;
  if (result.signInHref) await signInFirst();
  throw new Error(result.message);
}
