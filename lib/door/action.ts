import { cookies, headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { withRequestContext } from "@/lib/audit/record/context";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError, type ErrorCode, type ErrorOwner } from "@/lib/errors";
import type { Verb } from "@/lib/people/roles";
import { type User, userOf } from "@/lib/people/session-user";
import { type Runtime, runtime } from "@/lib/runtime";
import { PATH_HEADER } from "./front/path-header";
import { allowOrRefuse, refuseForeignOrigin } from "./refusal";
import { requestContextOf } from "./request-context";
import { signInPath } from "./session/return-to";
import { openSession, sessionCookie } from "./session/session-token";

/** What a server action answers; its first state is `{ status: "idle" }`. */
export type ActionResult<T = undefined> = { status: "idle" } | { status: "done"; value: T } | ActionFailure;

interface ActionFailure {
  status: "failed";
  /** A sentence for the person at the screen. */
  message: string;
  code: ErrorCode | "unexpected";
  owner: ErrorOwner;
  /** The form field at fault, or the first of several. */
  field?: string;
  fieldErrors?: Record<string, string>;
  /** Finds the attempt's rows in the audit log. */
  requestId: string;
  /** Once the session has ended: where to sign in, and to come back here from. */
  signInHref?: string;
}

/** What a verb learns of its caller. */
interface ActionContext<Caller> {
  user: Caller;
  requestId: string;
}

interface Definition<Input, T, Caller> {
  input: z.ZodType<Input>;
  run: (context: ActionContext<Caller>, input: Input) => Promise<T>;
}

type Action<T> = (previous: ActionResult<T>, formData: FormData) => Promise<ActionResult<T>>;

/** What a form's field holds, for those who look at it apart from a door; empty for a file, or when there is no form. */
export function formText(formData: unknown, name: string): string {
  const value = formData instanceof FormData ? formData.get(name) : undefined;
  return typeof value === "string" ? value : "";
}

/**
 * The one door for server actions: origin → session → role → input → verb, under the request's audit context. Nothing
 * is read or written for a caller who may not, save the audit row of the refusal.
 */
export function action<Input, T>(definition: { verb: Verb } & Definition<Input, T, User>): Action<T> {
  return async (_previous, formData) => runAction(runtime(), definition, await receive(formData));
}

/** The same door for those who have not signed in yet: no session and no role, everything else. */
export function publicAction<Input, T>(definition: Definition<Input, T, null>): Action<T> {
  return async (_previous, formData) => runPublicAction(runtime(), definition, await receive(formData));
}

/** A request as the doors see it: apart from Next, so that tests can knock. */
interface Call {
  headers: { get(name: string): string | null };
  cookie: (name: string) => string | undefined;
  /** A form, if it comes from a page of ours: whoever calls an action decides what it is given. */
  formData: unknown;
}

type Deps = Pick<Runtime, "env" | "database" | "clock" | "log">;

async function receive(formData: unknown): Promise<Call> {
  const [received, jar] = await Promise.all([headers(), cookies()]);
  return { headers: received, cookie: (name) => jar.get(name)?.value, formData };
}

/** `action` without Next around it. */
export async function runAction<Input, T>(
  deps: Deps,
  { verb, input, run }: { verb: Verb } & Definition<Input, T, User>,
  call: Call,
): Promise<ActionResult<T>> {
  const result = await answer(deps, call, async (requestId) => {
    const door = { verb, ...doorOf(call) };
    await refuseForeignOrigin(deps, call.headers.get("origin"), deps.env.auth.url, door);
    const cookie = call.cookie(sessionCookie(deps.env.auth).name);
    const claims = await openSession(deps.env.auth, cookie, deps.clock.nowMs());
    const user = await allowOrRefuse(deps, await userOf(deps.database, claims), door);
    return run({ user, requestId }, parse(input, call.formData));
  });
  if (result.status !== "failed" || result.code !== "not_signed_in") return result;
  return { ...result, signInHref: signInPath(call.headers.get(PATH_HEADER) ?? "/", { ended: true }) };
}

/** `publicAction` without Next around it. */
export function runPublicAction<Input, T>(
  deps: Deps,
  { input, run }: Definition<Input, T, null>,
  call: Call,
): Promise<ActionResult<T>> {
  return answer(deps, call, async (requestId) => {
    await refuseForeignOrigin(deps, call.headers.get("origin"), deps.env.auth.url, doorOf(call));
    return run({ user: null, requestId }, parse(input, call.formData));
  });
}

function doorOf(call: Call) {
  return { method: "POST", path: (call.headers.get(PATH_HEADER) ?? "").split("?")[0] ?? "" };
}

async function answer<T>(
  { env, log }: Deps,
  call: Call,
  work: (requestId: string) => Promise<T>,
): Promise<ActionResult<T>> {
  const context = requestContextOf(call.headers, env.trustedProxyHops);
  const { requestId } = context;
  try {
    return { status: "done", value: await withRequestContext(context, () => work(requestId)) };
  } catch (error) {
    // redirect() and notFound() are thrown through here on their way to Next.
    unstable_rethrow(error);
    if (error instanceof InputError) return { ...error.failure, requestId };
    const failure = error instanceof CountersignError ? error : asDatabaseFailure(error);
    if (failure) {
      const { code, owner, message, field } = failure;
      return { status: "failed", message, code, owner, requestId, ...(field && { field }) };
    }
    log.error({ requestId, error: error instanceof Error ? error.message : "unknown" }, "An action failed");
    const message = `Something failed on our side and nothing was confirmed. Mention ${requestId} when you report it.`;
    return { status: "failed", message, code: "unexpected", owner: "us", requestId };
  }
}

class InputError extends Error {
  constructor(readonly failure: Omit<ActionFailure, "requestId">) {
    super(failure.message);
  }
}

const NO_FORM = "This came without its form. Load the page again and send it from there.";
const UNSTORABLE = "This holds a character that can't be stored.";

function parse<Input>(schema: z.ZodType<Input>, formData: unknown): Input {
  if (!(formData instanceof FormData)) {
    throw new InputError({ status: "failed", message: NO_FORM, code: "invalid_input", owner: "us" });
  }
  const fields = fieldsOf(formData);
  const parsed = schema.safeParse(fields);
  const fieldErrors: Record<string, string> = {};
  // Postgres stores no NUL, and nobody types one.
  for (const [name, value] of Object.entries(fields)) {
    if ([value].flat().some((text) => typeof text === "string" && text.includes("\0")))
      fieldErrors[name] = UNSTORABLE;
  }
  if (parsed.success && Object.keys(fieldErrors).length === 0) return parsed.data;
  for (const { path, message } of parsed.error?.issues ?? []) fieldErrors[String(path[0] ?? "")] ??= message;
  const [field, first] = Object.entries(fieldErrors)[0] ?? [];
  const message = Object.keys(fieldErrors).length === 1 && first ? first : "Some fields need another look.";
  throw new InputError({ status: "failed", message, code: "invalid_input", owner: "us", field, fieldErrors });
}

/** Repeated fields become arrays; the fields React adds to a form are left out. */
function fieldsOf(formData: FormData): Record<string, unknown> {
  const names = [...new Set(formData.keys())].filter((name) => !name.startsWith("$ACTION_"));
  return Object.fromEntries(
    names.map((name) => {
      const values = formData.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}
