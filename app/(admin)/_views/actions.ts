"use server";

import { refresh, revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { requireWhole } from "@/app/_input/whole-query";
import { withNotice } from "@/app/_notice/notice";
import { action, formText, safeReturnTo, signInPath } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { preferences, type ViewList, viewLists } from "@/lib/people";
import { serverNowMs } from "@/lib/server-clock";
import { listOfViews, readViewQuery, viewHref } from "./list-views";
import { NAME_MISSING, NOT_CHANGED } from "./words";

/** Everybody keeps views; which lists a person may have them of is the verbs' to judge. */
const verb = "overview.read";
const name = z.string({ error: NAME_MISSING }).max(1_000);
const query = z.string().max(10_000);

const save = action({
  verb,
  input: z.object({ list: z.enum(viewLists), name, query, shared: z.literal("on").optional() }),
  run: async ({ user }, { list, name: called, query: asked, shared }): Promise<never> => {
    const understood = requireUnderstood(list, asked);
    const given = { list, name: called, query: understood, shared: shared === "on" };
    const id = await preferences().saveView(user, given);
    redirect(viewHref(list, { id, query: understood }));
  },
});

export interface ViewFormState {
  result: Awaited<ReturnType<typeof save>>;
  typed: { name: string; shared: boolean };
}

export async function saveView(_previous: ViewFormState, formData: FormData): Promise<ViewFormState> {
  const result = await save({ status: "idle" }, formData);
  return {
    result,
    typed: { name: formText(formData, "name"), shared: formText(formData, "shared") === "on" },
  };
}

const change = action({
  verb,
  input: z.object({
    id: identifier,
    do: z.enum(["pin", "unpin", "share", "unshare", "delete", "refilter", "rename"]),
    list: z.enum(viewLists),
    query,
    name: name.optional(),
  }),
  run: async ({ user }, { id, do: wanted, list, query: asked, name: called }): Promise<undefined> => {
    if (wanted === "refilter") {
      const understood = requireUnderstood(list, asked);
      await preferences().refilterView(user, id, understood);
      revalidatePath("/", "layout");
      redirect(viewHref(list, { id, query: understood }));
    }
    if (wanted === "rename") await preferences().renameView(user, id, called ?? "");
    else await preferences()[`${wanted}View`](user, id);
    if (wanted === "delete") {
      // Its pin leaves the navigation, which a redirect alone would keep.
      revalidatePath("/", "layout");
      redirect(listOfViews(list).path);
    }
    refresh();
  },
});

/** Its buttons have no field that could show a failure: a notice does, on the page they stand on. */
export async function changeView(formData: FormData): Promise<void> {
  const result = await change({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  const from = safeReturnTo(formText(formData, "from"));
  if (result.signInHref) redirect(signInPath(from, { ended: true }));
  redirect(await withNotice(from, { tone: "reconnect", title: NOT_CHANGED, message: result.message }));
}

/** The canonical query of what was posted: a view that shows more than was asked for is none. */
function requireUnderstood(list: ViewList, asked: string): string {
  requireWhole(new URLSearchParams(asked), (name) => name.startsWith("-"));
  const { query: understood, problems } = readViewQuery(list, asked, serverNowMs());
  if (problems.length === 0) return understood;
  throw new CountersignError("invalid_input", problems.join(" "), { field: "query" });
}
