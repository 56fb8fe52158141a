"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { alerts } from "@/lib/alerts";
import { action } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import {
  CHANNEL_REMOVED,
  CHANNEL_REMOVED_MORE,
  deliveredWords,
  ENTER_EMAIL,
  ENTER_RECEIVER,
  notDelivered,
} from "./words";

const channel = z.object({ channelId: identifier });

/** One line of text, trimmed; what is right for a channel, the verb decides. */
const line = (missing: string) =>
  z.string({ error: missing }).trim().min(1, missing).max(2_000, tooLong(2_000));

export const addEmail = action({
  verb: "alerts.manage",
  input: z.object({ address: line(ENTER_EMAIL) }),
  run: async (_, { address }): Promise<{ address: string }> => {
    await alerts().addEmailChannel(address);
    refresh();
    return { address };
  },
});

/** A webhook, with what its receiver verifies signatures by from now on. Nothing shows the secret again. */
export interface NewWebhook {
  url: string;
  secret: string;
}

export const addWebhook = action({
  verb: "alerts.manage",
  input: z.object({ url: line(ENTER_RECEIVER) }),
  run: async (_, { url }): Promise<NewWebhook> => {
    const { secret } = await alerts().addWebhookChannel(url);
    refresh();
    return { url, secret };
  },
});

export const rotateChannelSecret = action({
  verb: "alerts.manage",
  input: z.object({ id: identifier, keepDays: z.coerce.number() }),
  run: async (_, { id, keepDays }): Promise<{ secret: string }> => {
    const { secret } = await alerts().rotateChannelSecret(id, keepDays);
    refresh();
    return { secret };
  },
});

export const switchChannel = action({
  verb: "alerts.manage",
  input: channel.extend({ on: z.enum(["true", "false"]) }),
  run: async (_, { channelId, on }): Promise<{ on: boolean }> => {
    await alerts().switchChannel(channelId, on === "true");
    refresh();
    return { on: on === "true" };
  },
});

/** What a test came to, in one sentence. */
export interface TestAnswer {
  arrived: boolean;
  sentence: string;
  atMs: number;
}

export const sendTest = action({
  verb: "alerts.manage",
  input: channel,
  run: async (_, { channelId }): Promise<TestAnswer> => {
    const { delivered, status, error } = await alerts().sendTest(channelId);
    refresh();
    const sentence = error ? notDelivered(error) : deliveredWords(status);
    return { arrived: delivered, sentence, atMs: serverNowMs() };
  },
});

export const removeChannel = action({
  verb: "alerts.manage",
  input: channel,
  run: async (_, { channelId }): Promise<never> => {
    await alerts().removeChannel(channelId);
    redirect(
      await withNotice("/settings", {
        tone: "disconnected",
        title: CHANNEL_REMOVED,
        message: CHANNEL_REMOVED_MORE,
      }),
    );
  },
});
