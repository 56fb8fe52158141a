import type { RequestFault } from "./fault-answer";

/** What React writes of plain values that JSON lacks, of escaped text, and of the form itself. */
const PLAIN = /^\$(?:\$|undefined$|NaN$|-?Infinity$|-0$|D|n-?\d{1,40}$|K[\da-f]+$)/i;
const FROM_NOWHERE =
  "This form did not come from Countersign's own pages. Open Countersign and send it from there.";
/** No argument of ours is nested deeper; the framework goes down all levels that it is given. */
const MAX_DEPTH = 20;

/**
 * Judges what is posted to a page: a form, as the pages send it with or without their script. The framework would
 * decode anything else into arguments, and fail over what it can't decode.
 *
 * @param request Its body is read, unless its origin alone is at fault.
 */
export async function actionFault(request: Request): Promise<RequestFault | undefined> {
  // A page that hides where it is, as a frame without rights does. The framework would fail over it without a word.
  if (request.headers.get("origin") === "null") return { status: 403, message: FROM_NOWHERE };
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

function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !value.startsWith("$") || PLAIN.test(value);
  if (typeof value !== "object" || value === null) return true;
  return depth < MAX_DEPTH && Object.values(value).every((each) => isPlain(each, depth + 1));
}

/** Sent by the form alone: hidden fields name its action, and hold what is bound to it. */
function hasSoundReferences(form: FormData): boolean {
  return [...form].every(([name, value]) => {
    const [, reference, part] = /^\$ACTION_(\d+):(\d+)$/.exec(name) ?? [];
    if (part === undefined) return true;
    const json = jsonOf(value);
    if (part !== "0") return json !== undefined && isPlain(json);
    if (typeof json !== "object" || json === null) return false;
    const { id, bound = null } = json as { id?: unknown; bound?: unknown };
    const args = /^\$@([\da-f]{1,4})$/i.exec(String(bound))?.[1];
    const isBound =
      args !== undefined &&
      Array.isArray(jsonOf(form.get(`$ACTION_${reference}:${Number.parseInt(args, 16)}`)));
    return typeof id === "string" && (bound === null || isBound);
  });
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
