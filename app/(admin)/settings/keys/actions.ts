"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { apiKeys } from "@/lib/people";
import { type KeyFormState, newKeyInput, type ShownKey, typedIn, wholeNumber } from "./key-input";
import { KEY_REVOKED, KEY_REVOKED_MORE, NUMBER_OR_EMPTY } from "./words";

const make = action({
  verb: "keys.manage",
  input: newKeyInput,
  run: async (_, asked): Promise<ShownKey> => {
    const { id, value, expiresAt } = await apiKeys().makeKey(asked);
    return { id, value, name: asked.name.trim(), expiresAtMs: expiresAt.getTime() };
  },
});

export async function makeKey(_previous: KeyFormState, formData: FormData): Promise<KeyFormState> {
  return { result: await make({ status: "idle" }, formData), typed: typedIn(formData) };
}

const rotate = action({
  verb: "keys.manage",
  input: z.object({
    keyId: identifier,
    name: z.string().max(1_000),
    keepDays: wholeNumber,
    expiresInDays: z.union([z.literal("").transform(() => undefined), wholeNumber], {
      error: NUMBER_OR_EMPTY,
    }),
  }),
  run: async (_, { keyId, name, keepDays, expiresInDays }): Promise<ShownKey> => {
    const { value, expiresAt } = await apiKeys().rotateKey({ id: keyId, keepDays, expiresInDays });
    return { id: keyId, value, name, expiresAtMs: expiresAt.getTime() };
  },
});

export async function rotateKey(_previous: KeyFormState, formData: FormData): Promise<KeyFormState> {
  return { result: await rotate({ status: "idle" }, formData), typed: typedIn(formData) };
}

export const revokeKey = action({
  verb: "keys.manage",
  input: z.object({ keyId: identifier }),
  run: async (_, { keyId }): Promise<never> => {
    await apiKeys().revokeKey(keyId);
    redirect(
      await withNotice("/settings/keys", {
        tone: "disconnected",
        title: KEY_REVOKED,
        message: KEY_REVOKED_MORE,
      }),
    );
  },
});
