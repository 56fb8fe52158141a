import { redirect } from "next/navigation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { type Database, openDatabase } from "@/lib/db";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { CountersignError } from "@/lib/errors";
import { log } from "@/lib/log";
import { flushRefusals } from "@/lib/people/refusal-log";
import type { Role } from "@/lib/people/roles";
import { beginSession } from "@/lib/people/sessions";
import { changeRole, createUser, disableUser } from "@/lib/people/users";
import { actAs, requestContext } from "@/lib/request-context";
import { formText, runAction, runPublicAction } from "./action";

const ORIGIN = "https://countersign.example";
const auth = { ...testEnv().auth, url: ORIGIN };
const clock = { nowMs: () => Date.now() };
const actor = { kind: "system", id: "test" } as const;
let database: Database;
let deps: Parameters<typeof runAction>[0];
let ran: string[] = [];

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  deps = {
    database,
    clock,
    log,
    env: testEnv({ auth }),
  };
});
afterAll(() => database.close());
beforeEach(() => {
  ran = [];
});
afterEach(() => flushRefusals(database));

const disconnect = {
  verb: "connections.disconnect",
  input: z.object({
    connectionId: z.string().min(1, "Choose a connection."),
    reason: z.string("Give a reason."),
  }),
  run: async ({ user }: { user: { id: string } }, { connectionId }: { connectionId: string }) => {
    ran.push(connectionId);
    return `${connectionId} by ${user.id}`;
  },
} as const;

let people = 0;
async function signedIn(role: Role) {
  people += 1;
  const email = `p${people}@example.com`;
  const password = "correct horse battery";
  const id = await actAs(actor, () => createUser({ database, clock }, { email, name: "P", role, password }));
  const cookie = await encryptSession(
    auth,
    newClaims(await beginSession(database, { id, sessionVersion: 1 }, Date.now()), Date.now()),
  );
  return { id, cookie };
}

function call(
  cookie: string | undefined,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const formData = new FormData();
  for (const [name, value] of Object.entries(fields)) formData.append(name, value);
  return {
    method: "POST",
    path: "/connections/c1",
    headers: new Headers({ origin: ORIGIN, "x-countersign-path": "/connections/c1?tab=x", ...headers }),
    cookie: (name: string) => (name === sessionCookie(auth).name ? cookie : undefined),
    formData,
  };
}

const good = { connectionId: "c1", reason: "moved", $ACTION_ID_0: "" };

async function refusalRow(result: object) {
  await flushRefusals(database);
  const [row] = await database.query(
    'SELECT operation, outcome, "userId", "apiEndpoint", "responseStatus", "errorMessage" FROM "AuditLog" WHERE "requestId" = $1',
    ["requestId" in result ? result.requestId : ""],
  );
  return row;
}

describe("an action", () => {
  it("runs for a user whose role includes it, under the request's audit context", async () => {
    const { id, cookie } = await signedIn("admin");
    expect(await runAction(deps, disconnect, call(cookie, good))).toEqual({
      status: "done",
      value: `c1 by ${id}`,
    });
    const seen = await runAction(
      deps,
      { ...disconnect, run: async ({ requestId }) => ({ requestId, context: requestContext() }) },
      call(cookie, good, { "x-countersign-peer": "203.0.113.9", "user-agent": "Browser" }),
    );
    if (seen.status !== "done") throw new Error("was refused");
    expect(seen.value.context).toEqual({
      requestId: seen.value.requestId,
      ipAddress: "203.0.113.9",
      userAgent: "Browser",
      actor: { kind: "person", id, email: expect.any(String), name: "P", role: "admin", timeZone: null },
    });
  });

  it.each([undefined, "", "garbage"])(
    "refuses a visitor with the cookie %j before any work",
    async (cookie) => {
      const result = await runAction(deps, disconnect, call(cookie, good));
      const signInHref = "/sign-in?ended=1&returnTo=%2Fconnections%2Fc1%3Ftab%3Dx";
      expect(result).toMatchObject({ status: "failed", code: "not_signed_in", owner: "us", signInHref });
      expect(ran).toEqual([]);
      expect(await refusalRow(result)).toEqual({
        operation: "access.refuse",
        outcome: "refused",
        userId: "anonymous",
        apiEndpoint: "/connections/c1",
        responseStatus: 401,
        errorMessage: "connections.disconnect: Your session has ended. Sign in again.",
      });
    },
  );

  it.each(["support", "finance"] as const)(
    "refuses %s what is the admin's, and audits who tried",
    async (role) => {
      const { id, cookie } = await signedIn(role);
      const result = await runAction(deps, disconnect, call(cookie, good));
      expect(result).toMatchObject({ status: "failed", code: "not_allowed" });
      expect(ran).toEqual([]);
      expect(await refusalRow(result)).toMatchObject({
        operation: "access.refuse",
        userId: id,
        responseStatus: 403,
      });
    },
  );

  it("refuses a disabled and a downgraded user at once, with a cookie that still opens", async () => {
    const [disabled, downgraded] = [await signedIn("admin"), await signedIn("admin")];
    await signedIn("admin");
    await actAs(actor, () => disableUser({ database, clock }, disabled.id));
    await actAs(actor, () => changeRole({ database, clock }, downgraded.id, "finance"));
    for (const { cookie } of [disabled, downgraded]) {
      const result = await runAction(deps, disconnect, call(cookie, good));
      expect(result).toMatchObject({ status: "failed", code: "not_signed_in" });
    }
    expect(ran).toEqual([]);
  });

  it.each([
    "https://evil.example",
    "null",
    "",
    "http://countersign.example",
    "https://countersign.example:444",
  ])("refuses a post from the origin %j, an absent one too", async (origin) => {
    const { cookie } = await signedIn("admin");
    const posted = call(cookie, good, { origin });
    if (origin === "") posted.headers.delete("origin");
    const result = await runAction(deps, disconnect, posted);
    expect(result).toMatchObject({ status: "failed", code: "foreign_origin" });
    expect(ran).toEqual([]);
    expect(await refusalRow(result)).toMatchObject({
      operation: "access.refuse",
      errorMessage: "connections.disconnect: foreign or missing Origin",
    });
    const open = { input: z.object({}), run: async () => ran.push("public") };
    expect(await runPublicAction(deps, open, posted)).toMatchObject({ code: "foreign_origin" });
    expect(ran).toEqual([]);
  });

  it("carries what the failure's message says of the change and of the next step", async () => {
    const { cookie } = await signedIn("admin");
    const failing = {
      ...disconnect,
      run: async () => {
        const details = { unchanged: true, nextStep: "Start again." };
        throw new CountersignError("consent_expired", "It is no longer waiting.", details);
      },
    };
    expect(await runAction(deps, failing, call(cookie, good))).toMatchObject({
      message: "It is no longer waiting. Nothing was changed. Start again.",
      unchanged: true,
      nextStep: "Start again.",
    });
  });

  it("names each wrong field and runs nothing", async () => {
    const { cookie } = await signedIn("admin");
    expect(await runAction(deps, disconnect, call(cookie, { connectionId: "" }))).toMatchObject({
      status: "failed",
      code: "invalid_input",
      field: "connectionId",
      fieldErrors: { connectionId: "Choose a connection.", reason: "Give a reason." },
    });
    expect(ran).toEqual([]);
  });

  it.each([["a", "b"], {}, null, 7, "text", { get: () => "c1", keys: () => [] }].map((given) => [given]))(
    "refuses %j, which is no form, in words and runs nothing",
    async (formData) => {
      const { cookie } = await signedIn("admin");
      const posted = { ...call(cookie, good), formData };
      const result = await runAction(deps, disconnect, posted);
      expect(result).toMatchObject({ status: "failed", code: "invalid_input", owner: "us" });
      expect(result).not.toHaveProperty("fieldErrors");
      const open = { input: z.object({}), run: async () => ran.push("public") };
      expect(await runPublicAction(deps, open, posted)).toMatchObject({ code: "invalid_input" });
      expect([ran, formText(formData, "email")]).toEqual([[], ""]);
    },
  );

  it.each([
    ["count", "NaN", "“count” is no number."],
    ["count", "junk", "“count” is no number."],
    ["count", "1.5", "“count” is no whole number."],
    ["count", "11", "“count” is too large."],
    ["count", "-1", "“count” is too small."],
    ["count", ["1", "2"], "“count” is no number."],
    ["matching", ["a", "b"], "“matching” is there twice."],
    ["matching", new File(["x"], "x.txt"), "“matching” is no text."],
    ["matching", "abcdef", "“matching” is too long."],
    ["matching", undefined, "“matching” is missing. Reload the page and try again."],
    ["do", "junk", "“do” has a value that is none of its choices."],
    ["do", ["pin", "pin"], "“do” is there twice."],
    ["do", undefined, "“do” is missing. Reload the page and try again."],
    ["either", "junk", "“either” has a value that is not understood."],
    ["shaped", "junk", "“shaped” has a value that is not understood."],
    ["list", ["a", "junk"], "“list” has a value that is none of its choices."],
  ] as const)("says in words of the house that the field %s can't be %j", async (name, value, message) => {
    const good = { count: "3", matching: "a", do: "pin", either: "a", shaped: "a", list: "a" };
    const input = z.object({
      count: z.coerce.number().int().min(0).max(10),
      matching: z.string().max(5),
      do: z.enum(["pin"]),
      either: z.union([z.literal("a"), z.literal("b")]),
      shaped: z.string().regex(/^a$/),
      list: z
        .union([z.string(), z.array(z.string())])
        .pipe(z.preprocess((given) => [given].flat(), z.array(z.enum(["a"])))),
    });
    const posted = call(undefined, {});
    for (const [field, given] of Object.entries({ ...good, [name]: value }))
      for (const each of [given ?? []].flat()) posted.formData.append(field, each);
    const result = await runPublicAction(deps, { input, run: async () => ran.push("public") }, posted);
    expect(result).toMatchObject({ code: "invalid_input", field: name, message });
    expect(ran).toEqual([]);
  });

  it("names the field that holds a character that can't be stored", async () => {
    const { cookie } = await signedIn("admin");
    expect(await runAction(deps, disconnect, call(cookie, { ...good, reason: "moved\0away" }))).toMatchObject(
      {
        code: "invalid_input",
        field: "reason",
        message: "This holds a character that can't be stored.",
      },
    );
    expect(ran).toEqual([]);
  });

  it("answers a failure of its verb with the sentence, the owner and the field", async () => {
    const { cookie } = await signedIn("admin");
    const run = async () => {
      throw new CountersignError("provider_unavailable", "Xero answered 503.", { field: "provider" });
    };
    expect(await runAction(deps, { ...disconnect, run }, call(cookie, good))).toMatchObject({
      status: "failed",
      code: "provider_unavailable",
      owner: "provider",
      message: "Xero answered 503.",
      field: "provider",
    });
  });

  it("keeps the text of an unforeseen failure from the screen and gives a request id instead", async () => {
    const { cookie } = await signedIn("admin");
    const run = async () => {
      throw new Error("canary: connection string");
    };
    const result = await runAction(deps, { ...disconnect, run }, call(cookie, good));
    if (result.status !== "failed") throw new Error("was not refused");
    expect(result.message).toContain(result.requestId);
    expect(JSON.stringify(result)).not.toContain("canary");
  });

  it("lets a redirect through to Next", async () => {
    const { cookie } = await signedIn("admin");
    const run = async () => redirect("/connections");
    await expect(runAction(deps, { ...disconnect, run }, call(cookie, good))).rejects.toThrow(
      "NEXT_REDIRECT",
    );
  });
});
