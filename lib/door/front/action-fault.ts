import type { RequestFault } from "./fault-answer";

/** What React writes of plain values that JSON lacks, of escaped text, and of the form itself. */
const PLAIN = /^\$(?:\$|undefined$|NaN$|-?Infinity$|-0$|D|n|K[\da-f]+$)/i;

/**
 * Judges what is posted to a page: a form, as the pages send it with or without their script. The framework would
 * decode anything else into arguments, and fail over what it can't decode.
 *
 * @param request Its body is read.
 */
export async function actionFault(request: Request): Promise<RequestFault | undefined> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    return { status: 415, message: "A page takes its own form, as multipart/form-data, and nothing else." };
  }
  const form = await request.formData().catch(() => undefined);
  if (form && (request.headers.has("next-action") ? isCall(form) : hasSoundReferences(form)))
    return undefined;
  return {
    status: 400,
    message: "This is no form of this page. Load the page again and send it from there.",
  };
}

/** Sent by the page's script: the arguments are the form, or what the form answered last and then the form. */
function isCall(form: FormData): boolean {
  const root = jsonOf(form.get("0"));
  if (!Array.isArray(root) || root.length < 1 || root.length > 2) return false;
  return /^\$K[\da-f]+$/i.test(String(root.at(-1))) && isPlain(root);
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !value.startsWith("$") || PLAIN.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isPlain);
}

/** Sent by the form alone: hidden fields name its action. */
function hasSoundReferences(form: FormData): boolean {
  return [...form].every(([name, value]) => !/^\$ACTION_\d+:\d+$/.test(name) || jsonOf(value) !== undefined);
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
