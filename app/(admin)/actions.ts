"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { z } from "zod";
import { action, ownCookie, signInFirst } from "@/lib/door";
import { preferences } from "@/lib/people";
import { columnsCookie, listsWithColumns, writeHidden } from "./_lists/list-columns";

const YEAR_SECONDS = 365 * 86_400;

/** Keeps a choice in a cookie of its own; the default needs none. */
async function keep(cookie: string, value: string, isDefault: boolean): Promise<void> {
  const jar = await cookies();
  const { name, options } = ownCookie(cookie);
  if (isDefault) jar.set(name, "", { ...options, maxAge: 0 });
  else jar.set(name, value, { ...options, maxAge: YEAR_SECONDS });
}

const theme = action({
  verb: "overview.read",
  input: z.object({ theme: z.enum(["light", "dark", "system"]) }),
  run: (_context, { theme: chosen }) => keep("theme", chosen, chosen === "system"),
});

const density = action({
  verb: "overview.read",
  input: z.object({ density: z.enum(["compact", "comfortable"]) }),
  run: (_context, { density: chosen }) => keep("density", chosen, chosen === "compact"),
});

const timeZone = action({
  verb: "overview.read",
  input: z.object({ timeZone: z.string().max(100) }),
  run: async ({ user }, { timeZone: chosen }): Promise<void> => {
    await preferences().chooseTimeZone(user, chosen);
    refresh();
  },
});

const columns = action({
  verb: "overview.read",
  input: z.object({
    list: z.enum(listsWithColumns),
    // A box that is not ticked is not sent.
    column: z.union([z.string(), z.array(z.string())]).default([]),
  }),
  run: (_context, { list, column }) => {
    const hidden = writeHidden(list, [column].flat());
    return keep(columnsCookie(list), hidden, hidden === "");
  },
});

/** What is no choice of ours changes nothing, and the page shows that. */
async function settle(result: Awaited<ReturnType<typeof theme>>): Promise<void> {
  if (result.status !== "failed" || result.code === "invalid_input") return;
  if (result.signInHref) await signInFirst();
  throw new Error(result.message);
}

export async function chooseTheme(formData: FormData): Promise<void> {
  const result = await theme({ status: "idle" }, formData);
  await settle(result);
}

export async function chooseDensity(formData: FormData): Promise<void> {
  const result = await density({ status: "idle" }, formData);
  await settle(result);
}

export async function chooseTimeZone(formData: FormData): Promise<void> {
  const result = await timeZone({ status: "idle" }, formData);
  await settle(result);
}

export async function chooseColumns(formData: FormData): Promise<void> {
  const result = await columns({ status: "idle" }, formData);
  await settle(result);
}
