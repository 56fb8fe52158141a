import pino from "pino";
import { withoutKeys } from "@/lib/text/without-keys";

/** Structured logs on standard output. Callers pass listed fields only; redaction is the second net. */
export const log = pino({
  base: undefined,
  // Whatever field it came in: a key of ours is known by its shape.
  hooks: { streamWrite: withoutKeys },
  redact: {
    paths: ["*.accessToken", "*.refreshToken", "*.access_token", "*.refresh_token", "*.password", "*.secret"],
    remove: true,
  },
});
