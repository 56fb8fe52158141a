import { z } from "zod";
import { providerNames } from "@/lib/token";

const MAX_ID = 200;

export const companyId = z
  .string()
  .min(1)
  .max(MAX_ID)
  .regex(/^\P{Cc}+$/u, "holds a control character")
  .meta({
    description: "The surrounding product's own id of a company, percent-encoded in a path.",
    example: "acme",
  });

/** In a path any word is taken: one that is no provider, or outside the key, is not found. */
export const companyPath = z.object({ company: companyId });
export const connectionPath = z.object({
  company: companyId,
  provider: z
    .string()
    .meta({ description: `One of ${providerNames.join(", ")}.`, example: providerNames[0] }),
});

export const isoTime = z.iso.datetime();
export const cursor = z
  .string()
  .max(2_000)
  .meta({ description: "What the page before gave as next_cursor." });
export const limit = z.coerce.number().int().min(1).max(100).default(50);
