"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { bulk } from "@/lib/bulk";
import { type ActionResult, action, formText, safeReturnTo, signInPath } from "@/lib/door";
import { COUNT, selectionOf } from "./selection-input";
import { NOBODY_REMINDED, NOT_A_COUNT, REMINDED, REMINDED_BEFORE, willBeReminded } from "./words";

const selected = {
  id: z.union([z.string(), z.array(z.string())]).optional(),
  matching: z.string().max(2_000).optional(),
  /** How many were shown to be selected; an operation over all that match asks for it. */
  expected: z.string().regex(COUNT, NOT_A_COUNT).transform(Number).optional(),
};
const pathOf = (id: string) => `/operations/${id}`;

const check = action({
  verb: "operations.run",
  input: z.looseObject(selected),
  run: async ({ user }, given): Promise<never> => {
    const { expected } = given;
    const selection = selectionOf(given);
    redirect(
      pathOf(await bulk().startOperation({ kind: "check", selection, expected, starterName: user.name })),
    );
  },
});

const tag = action({
  verb: "operations.run",
  input: z.looseObject({ ...selected, tag: z.string(), change: z.enum(["tag", "untag"]) }),
  run: async ({ user }, given): Promise<never> => {
    const { expected, tag, change: kind } = given;
    const selection = selectionOf(given);
    redirect(pathOf(await bulk().startOperation({ kind, tag, selection, expected, starterName: user.name })));
  },
});

const links = action({
  verb: "operations.run",
  input: z.looseObject(selected),
  run: async ({ user }, given): Promise<never> => {
    const { expected } = given;
    const selection = selectionOf(given);
    redirect(
      pathOf(await bulk().startOperation({ kind: "links", selection, expected, starterName: user.name })),
    );
  },
});

const cancel = action({
  verb: "operations.run",
  input: z.object({ operationId: identifier }),
  run: async ({ user }, { operationId: id }): Promise<never> => {
    await bulk().cancelOperation({ id, cancelledBy: user.name });
    redirect(pathOf(id));
  },
});

const remind = action({
  verb: "links.send",
  input: z.object({ operationId: identifier }),
  run: async (_session, { operationId: id }): Promise<never> => {
    const count = await bulk().remindCampaign(id);
    const notice =
      count > 0
        ? ({ tone: "working", title: REMINDED, message: willBeReminded(count) } as const)
        : ({ tone: "disconnected", title: NOBODY_REMINDED, message: REMINDED_BEFORE } as const);
    redirect(await withNotice(pathOf(id), notice));
  },
});

const again = action({
  verb: "operations.run",
  input: z.object({ operationId: identifier }),
  run: async ({ user }, { operationId: id }): Promise<never> =>
    redirect(pathOf(await bulk().runAgain({ id, starterName: user.name }))),
});

export async function startCheck(formData: FormData): Promise<void> {
  const result = await check({ status: "idle" }, formData);
  await tellFailure(result, safeReturnTo(formText(formData, "list")));
}

export async function startTag(formData: FormData): Promise<void> {
  const result = await tag({ status: "idle" }, formData);
  await tellFailure(result, safeReturnTo(formText(formData, "list")));
}

export async function startLinks(formData: FormData): Promise<void> {
  const result = await links({ status: "idle" }, formData);
  await tellFailure(result, safeReturnTo(formText(formData, "list")));
}

export async function cancelOperation(formData: FormData): Promise<void> {
  const result = await cancel({ status: "idle" }, formData);
  await tellFailure(result, operationPage(formData));
}

export async function remindCustomers(formData: FormData): Promise<void> {
  const result = await remind({ status: "idle" }, formData);
  await tellFailure(result, operationPage(formData));
}

export async function runAgain(formData: FormData): Promise<void> {
  const result = await again({ status: "idle" }, formData);
  await tellFailure(result, operationPage(formData));
}

const operationPage = (formData: FormData) =>
  safeReturnTo(pathOf(encodeURIComponent(formText(formData, "operationId") ?? "")));

async function tellFailure(result: ActionResult<never>, page: string): Promise<void> {
  if (result.status !== "failed") return;
  if (result.signInHref) redirect(signInPath(page, { ended: true }));
  redirect(await withNotice(page, failureNotice(result)));
}
