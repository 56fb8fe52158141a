import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { CountersignError } from "@/lib/errors";
import type { InputFault } from "./problem";

const notJson = () =>
  new CountersignError("invalid_input", "The body is not JSON, or holds a name that no field may have.");

const BY_FASTIFY_CODE: Readonly<Record<string, () => CountersignError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new CountersignError("unsupported_media_type", "This path does not take a body of this media type."),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new CountersignError("too_large", "A body has at most 1 MiB."),
  FST_ERR_CTP_EMPTY_JSON_BODY: () =>
    new CountersignError("invalid_input", "The body is empty; it must be JSON."),
  FST_ERR_CTP_INVALID_JSON_BODY: notJson,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new CountersignError("invalid_input", "The body is not as long as Content-Length says."),
  FST_ERR_BAD_URL: () =>
    new CountersignError("invalid_input", "The path holds a percent sign that encodes nothing."),
  FST_ERR_MAX_PARAM_LENGTH: () => new CountersignError("not_found", "There is nothing at this path."),
};

/** What a framework's fault stands for; anything else as it is. */
export function asCountersignError(error: unknown): unknown {
  if (error instanceof CountersignError) return error;
  const { code } = error as { code?: string };
  const known = code === undefined ? undefined : BY_FASTIFY_CODE[code];
  if (known) return known();
  if (error instanceof SyntaxError) return notJson();
  const faults = inputFaultsOf(error);
  if (!faults) return error;
  const [first, ...further] = faults;
  const detail =
    first && further.length === 0
      ? `${first.pointer}: ${first.detail}.`
      : "Some fields are not as they must be.";
  return new CountersignError("invalid_input", detail, { field: first?.pointer });
}

const PART_WORDS: Readonly<Record<string, string>> = {
  querystring: "query",
  params: "path",
  headers: "header",
};
const MAX_FAULTS = 20;

/** The fields that a route's schemas refuse; undefined for any other failure. */
export function inputFaultsOf(error: unknown): InputFault[] | undefined {
  if (error instanceof CountersignError && error.code === "invalid_input" && error.field !== undefined) {
    return [{ pointer: pointerOf("body", [error.field]), detail: error.message }];
  }
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const part = (error as { validationContext?: string }).validationContext ?? "body";
  return error.validation.slice(0, MAX_FAULTS).map(({ instancePath, message = "is not as it must be" }) => ({
    pointer: pointerOf(part, instancePath.split("/").filter(Boolean)),
    detail: message,
  }));
}

function pointerOf(part: string, path: readonly string[]): string {
  return part === "body" ? `#/${path.join("/")}` : `${PART_WORDS[part] ?? part}/${path.join("/")}`;
}
