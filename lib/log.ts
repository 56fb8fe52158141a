import pino from "pino";

/** Structured logs on standard output. Callers pass listed fields only; redaction is the second net. */
export const log = pino({
  base: undefined,
  redact: {
    paths: ["*.accessToken", "*.refreshToken", "*.access_token", "*.refresh_token", "*.password", "*.secret"],
    remove: true,
  },
});
