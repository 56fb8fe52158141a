import { z } from "zod";
import { providerNames } from "@/lib/token";
import { isoTime } from "./path";

const MAX_TTL_SECONDS = 3_600;

export const tokenRequestSchema = z
  .strictObject({
    min_ttl_seconds: z
      .int()
      .min(0)
      .max(MAX_TTL_SECONDS)
      .optional()
      .meta({ description: "The token is to live at least this long; it is refreshed first if need be." }),
    rejected_generation: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "The generation of a token that the provider answered 401 to." }),
  })
  .meta({ id: "TokenRequest" });

export const tokenSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "Whole seconds left when this was written." }),
    scope: z.string(),
    expires_at: isoTime,
    refresh_after: isoTime.meta({ description: "From here on ask again; until then keep it." }),
    generation: z.int(),
    provider: z.enum(providerNames),
    environment: z.string(),
    tenant_id: z.string(),
    api_base_url: z.url(),
  })
  .meta({ id: "Token" });
