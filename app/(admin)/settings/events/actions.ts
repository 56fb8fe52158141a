"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { events } from "@/lib/events";
import { ENTER_RECEIVER, TURNED_ON } from "../words";
import {
  CHOOSE_COMPANIES,
  ENDPOINT_REMOVED,
  ENDPOINT_REMOVED_MORE,
  POSITION_RULE,
  RESENDING_ONE,
  resending,
  TURNED_OFF,
} from "./words";

const MOST_TEXT = 120_000;

/** Check boxes of one name: none, one, or several. */
const chosen = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

const filter = {
  types: chosen,
  companies: z.enum(["all", "some"], { error: CHOOSE_COMPANIES }),
  companyIds: z
    .string()
    .max(MOST_TEXT, tooLong(MOST_TEXT))
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
    url: z.string({ error: ENTER_RECEIVER }).trim().min(1, ENTER_RECEIVER).max(2_000, tooLong(2_000)),
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
    return { sentence: on === "true" ? TURNED_ON : TURNED_OFF };
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
        title: ENDPOINT_REMOVED,
        message: ENDPOINT_REMOVED_MORE,
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
    return { sentence: RESENDING_ONE };
  },
});

export const redeliverSince = action({
  verb: "events.manage",
  input: z.object({
    id: identifier,
    position: z
      .string()
      .trim()
      .regex(/^\d{1,15}$/, POSITION_RULE),
  }),
  run: async (_, { id, position }): Promise<{ sentence: string }> => {
    const count = await events().redeliverSince(id, Number(position));
    refresh();
    return { sentence: resending(count) };
  },
});
