import { foreignText } from "@/lib/foreign-text";
import { jsonOf, type ProviderAnswer } from "./provider-call";
import { xmlErrorCode } from "./xml-error-code";

const MAX_CODE = 60;
/** Words, or a number as short as a code's: no token or other secret that a provider repeats looks so. */
const SHOWABLE = /^(?:[A-Za-z][A-Za-z_ ]*|\d{1,8})$/;

/** The `error` of a token answer. @see RFC 6749 §5.2 */
export function tokenErrorCode(answer: ProviderAnswer): string | undefined {
  return codeOf(fieldOf(jsonOf(answer), "error"));
}

/**
 * The code of QuickBooks' Fault, without leading zeros. Its accounting service writes `Fault`, its gateway `fault` with
 * the code within `message`, and either may answer in XML, whatever was asked for.
 */
export function faultCode(answer: ProviderAnswer): string | undefined {
  const body = jsonOf(answer);
  const errors = fieldOf(fieldOf(body, "fault"), "error");
  const [first] = Array.isArray(errors) ? errors : [errors];
  const code = body
    ? (codeOf(fieldOf(first, "code")) ?? codeInMessage(fieldOf(first, "message")))
    : undefined;
  return (code ?? codeOf(xmlErrorCode(answer.text)))?.replace(/^0+(?=.)/, "");
}

/** The first word of the Detail of Xero's problem: "TokenExpired: token expired at …". */
export function problemCode(answer: ProviderAnswer): string | undefined {
  const detail = fieldOf(jsonOf(answer), "detail");
  return typeof detail === "string" ? codeOf(/^\s*(\w+)/.exec(detail)?.[1]) : undefined;
}

/** A caller's text, as we keep and show it; undefined for what can't be a code and might be a secret. */
export function codeOf(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const code = foreignText(String(value).trim(), MAX_CODE).trim();
  return SHOWABLE.test(code) ? code : undefined;
}

/** "message=AuthorizationFailed; errorCode=003100; statusCode=403": a list of fields, each with its name. */
function codeInMessage(message: unknown): string | undefined {
  if (typeof message !== "string") return undefined;
  const fields = message
    .slice(0, 1_000)
    .split(";")
    .map((field) => field.trim().split("="));
  return codeOf(fields.find(([name]) => name === "errorCode")?.[1]);
}

/** A field whose name begins with either case. */
function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return Object.hasOwn(fields, name)
    ? fields[name]
    : Object.hasOwn(fields, capital)
      ? fields[capital]
      : undefined;
}
