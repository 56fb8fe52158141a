"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { events } from "@/lib/events";

const MOST_TEXT = 120_000;

/** Check boxes of one name: none, one, or several. */
const chosen = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

const filter = {
  types: chosen,
  companies: z.enum(["all", "some"], { error: "Choose every company, or some." }),
  companyIds: z
    .string()
    .max(MOST_TEXT, "That is too long.")
    .optional()
    .transform((text = "") => text.split(/[\s,]+/).filter(Boolean)),
};

type Filter = z.output<z.ZodObject<typeof filter>>;

const filterOf = ({ types, companies, companyIds }: Filter) => ({
  types,
  companyIds: companies === "all" ? null : companyIds,
});

/** A new endpoint, with what its receiver verifies signatures by. Nothing shows the secret again. */
export interface NewEndpoint {
  url: string;
  secret: string;
}

export const addEndpoint = action({
  verb: "events.manage",
  input: z.object({
    url: z
      .string({ error: "Enter the address of your receiver." })
      .trim()
      .min(1, "Enter the address of your receiver.")
      .max(2_000, "That is too long."),
    ...filter,
  }),
  run: async (_, { url, ...rest }): Promise<NewEndpoint> => {
    const { secret } = await events().addEndpoint({ url, ...filterOf(rest) });
    refresh();
    return { url, secret };
  },
});

export const changeEndpoint = action({
  verb: "events.manage",
  input: z.object({ id: identifier, ...filter }),
  run: async (_, { id, ...rest }): Promise<null> => {
    await events().changeEndpoint(id, filterOf(rest));
    refresh();
    return null;
  },
});

export const rotateEndpointSecret = action({
  verb: "events.manage",
  input: z.object({ id: identifier, keepDays: z.coerce.number() }),
  run: async (_, { id, keepDays }): Promise<{ secret: string }> => {
    const { secret } = await events().rotateEndpointSecret(id, keepDays);
    refresh();
    return { secret };
  },
});

export const switchEndpoint = action({
  verb: "events.manage",
  input: z.object({ id: identifier, on: z.enum(["true", "false"]) }),
  run: async (_, { id, on }): Promise<{ sentence: string }> => {
    await events().switchEndpoint(id, on === "true");
    refresh();
    return { sentence: on === "true" ? "Turned on." : "Turned off. What waited for it was given up." };
  },
});

export const removeEndpoint = action({
  verb: "events.manage",
  input: z.object({ id: identifier }),
  run: async (_, { id }): Promise<never> => {
    await events().removeEndpoint(id);
    redirect(
      await withNotice("/settings/events", {
        tone: "disconnected",
        title: "The endpoint was removed",
        message: "It gets no more events. The feed goes on without it.",
      }),
    );
  },
});

export const redeliver = action({
  verb: "events.manage",
  input: z.object({ id: identifier }),
  run: async (_, { id }): Promise<{ sentence: string }> => {
    await events().redeliver(id);
    refresh();
    return { sentence: "It is being sent again." };
  },
});

export const redeliverSince = action({
  verb: "events.manage",
  input: z.object({
    id: identifier,
    position: z
      .string()
      .trim()
      .regex(/^\d{1,15}$/, "Enter a whole number; 0 is before the first event."),
  }),
  run: async (_, { id, position }): Promise<{ sentence: string }> => {
    const count = await events().redeliverSince(id, Number(position));
    refresh();
    return { sentence: count === 1 ? "One event is being sent." : `${count} events are being sent.` };
  },
});
