import { cookies, headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { CountersignError } from "@/lib/errors";
import type { User, Verb } from "@/lib/people";
import { type Runtime, runtime } from "@/lib/runtime";
import { type EntryDeps, enter, type Knock, requireOwnOrigin } from "./entry";
import type { Failure } from "./failure";
import { PATH_HEADER } from "./front/path-header";
import { writablePath } from "./front/secret-path";
import { inputWords } from "./input-words";
import { mapFailure } from "./map-failure";
import { confirmPath } from "./proof-needed";
import { asRequest } from "./request-context";
import { signInPath } from "./session/return-to";

/** What a server action answers; its first state is `{ status: "idle" }`. */
export type ActionResult<T = undefined> = { status: "idle" } | { status: "done"; value: T } | ActionFailure;

interface ActionFailure extends Failure {
  status: "failed";
  fieldErrors?: Record<string, string>;
  /** Once the session has ended, or its proof is too old: where to sign in, or to confirm, and to come back here from. */
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
 * The one door for server actions: origin → session → role → proof → input → verb, under the request's audit context. Nothing
 * is read or written for a caller who may not, save the audit row of the refusal.
 */
export function action<Input, T>(definition: { verb: Verb } & Definition<Input, T, User>): Action<T> {
  return async (_previous, formData) => runAction(runtime(), definition, await receive(formData));
}

/** The same door for those who have not signed in yet: no session and no role, everything else. */
export function publicAction<Input, T>(definition: Definition<Input, T, null>): Action<T> {
  return async (_previous, formData) => runPublicAction(runtime(), definition, await receive(formData));
}

/** A posted form at the door. */
interface Post extends Knock {
  /** A form, if it comes from a page of ours: whoever calls an action decides what it is given. */
  formData: unknown;
}

type Deps = EntryDeps & Pick<Runtime, "log">;

async function receive(formData: unknown): Promise<Post> {
  const [received, jar] = await Promise.all([headers(), cookies()]);
  const path = writablePath((received.get(PATH_HEADER) ?? "").split("?")[0] ?? "");
  return { headers: received, cookie: (name) => jar.get(name)?.value, method: "POST", path, formData };
}

/** `action` without Next around it. */
export async function runAction<Input, T>(
  deps: Deps,
  { verb, input, run }: { verb: Verb } & Definition<Input, T, User>,
  post: Post,
): Promise<ActionResult<T>> {
  const result = await answer(deps, post, (requestId) =>
    enter(deps, post, verb, async (user) => run({ user, requestId }, parse(input, post.formData))),
  );
  if (result.status !== "failed") return result;
  const here = post.headers.get(PATH_HEADER) ?? "/";
  if (result.code === "proof_needed") return { ...result, signInHref: confirmPath(here) };
  if (result.code !== "not_signed_in") return result;
  return { ...result, signInHref: signInPath(here, { ended: true }) };
}

/** `publicAction` without Next around it. */
export function runPublicAction<Input, T>(
  deps: Deps,
  { input, run }: Definition<Input, T, null>,
  post: Post,
): Promise<ActionResult<T>> {
  return answer(deps, post, async (requestId) => {
    await requireOwnOrigin(deps, post);
    return run({ user: null, requestId }, parse(input, post.formData));
  });
}

async function answer<T>(
  { env, log }: Deps,
  post: Post,
  work: (requestId: string) => Promise<T>,
): Promise<ActionResult<T>> {
  return asRequest(post.headers, env, async ({ requestId }): Promise<ActionResult<T>> => {
    try {
      return { status: "done", value: await work(requestId) };
    } catch (error) {
      // redirect() and notFound() are thrown through here on their way to Next.
      unstable_rethrow(error);
      const { failure } = mapFailure(error, requestId, log);
      const fieldErrors = error instanceof InputError ? error.fieldErrors : undefined;
      return { status: "failed", ...failure, ...(fieldErrors && { fieldErrors }) };
    }
  });
}

class InputError extends CountersignError {
  constructor(
    message: string,
    readonly fieldErrors?: Record<string, string>,
  ) {
    super("invalid_input", message, { field: Object.keys(fieldErrors ?? {})[0] });
  }
}

const NO_FORM = "This came without its form. Load the page again and send it from there.";
const UNSTORABLE = "This holds a character that can't be stored.";

function parse<Input>(schema: z.ZodType<Input>, formData: unknown): Input {
  if (!(formData instanceof FormData)) throw new InputError(NO_FORM);
  const fields = fieldsOf(formData);
  const parsed = schema.safeParse(fields, { error: inputWords });
  const fieldErrors: Record<string, string> = {};
  // Postgres stores no NUL, and nobody types one.
  for (const [name, value] of Object.entries(fields)) {
    if ([value].flat().some((text) => typeof text === "string" && text.includes("\0")))
      fieldErrors[name] = UNSTORABLE;
  }
  if (parsed.success && Object.keys(fieldErrors).length === 0) return parsed.data;
  for (const { path, message } of parsed.error?.issues ?? []) fieldErrors[String(path[0] ?? "")] ??= message;
  const [first, ...further] = Object.values(fieldErrors);
  throw new InputError(first && further.length === 0 ? first : "Some fields need another look.", fieldErrors);
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
