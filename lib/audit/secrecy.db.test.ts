import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newSigningKey } from "@/dev/vitest/sealed-log";
import { secretForms, secretsIn } from "@/dev/vitest/secret-forms";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { COMMAND_LINE } from "@/lib/actor";
import { checkConnection } from "@/lib/health/observe/check";
import { log } from "@/lib/log";
import { signIn } from "@/lib/people/sign-in";
import { createUser, setPassword } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { exportAudit } from "./export/export";
import type { exportFormats } from "./export/export-format";
import { type AuditEvent, recordAudit } from "./record/record";
import { sealAudit } from "./seal/seal";
import { sealLines } from "./seal/seals-file";

const world = tokenWorld();
const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[pino.symbols.streamSym];
  if (!stream) throw new Error("The log has no stream to listen to");
  vi.spyOn(stream, "write").mockImplementation((line) => void logged.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const canary = () => `Canary+/${randomBytes(18).toString("base64")}=&"x`;

async function exportedAs(format: (typeof exportFormats)[number]): Promise<string> {
  const deps = { database: world.database, clock: world.simulator.clock };
  const signal = new AbortController().signal;
  const { body } = await actAs(ADMIN, () =>
    exportAudit(deps, {
      filter: { span: "all" },
      format,
      signal,
      stillAllowed: async () => {},
    }),
  );
  let text = "";
  for await (const part of body) text += part;
  return text;
}

/** Everything a person or another system could read: rows, files, log lines, errors. */
async function readable(errors: unknown[]): Promise<Record<string, string>> {
  await sealAudit({ database: world.database, signingKey: newSigningKey() });
  const seals: string[] = [];
  for await (const line of sealLines(world.database)) seals.push(line);
  const rows = await world.database.query<{ line: string }>('SELECT a::text AS line FROM "AuditLog" a');
  return {
    audit: rows.map(({ line }) => line).join("\n"),
    csv: await exportedAs("csv"),
    jsonl: await exportedAs("jsonl"),
    seals: seals.join(""),
    log: logged.join(""),
    errors: errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join("\n"),
  };
}

test("no secret is in the audit log, an export, the seals, a log line or an error, in whatever form", async () => {
  const { database, service, simulator } = world;
  const deps = { database, clock: simulator.clock };
  const planted: string[] = [];
  const plant = () => {
    planted.push(canary());
    return planted.at(-1) ?? "";
  };
  const errors: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => errors.push(error));
  const hour = 3_600_000;

  for (const provider of ["qbo", "xero"] as const) {
    for (const endpoint of ["token", "api", "connections", "revoke"] as const) {
      const { companyId } = provider === "qbo" ? await world.connectQbo() : await world.connectXero();
      for (const status of [400, 401, 403, 500] as const) {
        const body = JSON.stringify({ error: plant(), error_description: plant(), message: plant() });
        simulator.control.addFault({
          provider,
          endpoint,
          effect: { kind: "status", status, body },
          times: 3,
        });
        simulator.clock.advance(hour);
        await attempt(service.getValidToken(companyId, provider, "u1"));
        const request = { companyId, connectionType: provider };
        await attempt(actAs(ADMIN, () => checkConnection({ ...deps, tokenService: service }, request)));
      }
      await attempt(actAs(ADMIN, () => service.disconnect({ companyId, connectionType: provider })));
      simulator.control.clearFaults();
    }
  }
  const email = "canary@example.com";
  const id = await actAs(ADMIN, () =>
    createUser(deps, { email, name: "C", role: "support", password: plant() }),
  );
  await actAs(COMMAND_LINE, () => setPassword(deps, id, plant()));
  await attempt(signIn(deps, { email, password: plant() }));
  await attempt(signIn(deps, { email: plant(), password: plant() }));

  const issued = simulator.control.issuedTokens().map(({ value }) => value);
  const settings = world.settings;
  const configured = [
    settings.encryptionKeys.current,
    settings.providers.qbo.clientSecret,
    settings.providers.xero.clientSecret,
  ];
  const secrets = [...planted, ...issued, ...configured];
  expect(planted.length).toBeGreaterThan(40);
  expect(issued.length).toBeGreaterThan(10);
  expect(errors.length).toBeGreaterThan(5);
  const texts = await readable(errors);
  const [shown = ""] = planted;
  for (const form of secretForms(shown)) expect(secretsIn(`a ${form} b`, [shown])).toHaveLength(1);
  // What is there on purpose is found: the search itself works.
  for (const [place, text] of Object.entries(texts)) {
    if (place !== "errors" && place !== "log" && place !== "seals")
      expect(secretsIn(text, [id])).toHaveLength(1);
    expect({ place, found: secretsIn(text, secrets) }).toEqual({ place, found: [] });
  }
}, 60_000);

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("\r\n", "\n", "\u2028", "\u0085", "\u001b[2J", '\r\n{"level":30,"msg":"forged"}'),
);

test("no text makes a second line of a log line", () => {
  fc.assert(
    fc.property(
      fc.array(hostile, { maxLength: 3 }).map((parts) => parts.join("")),
      (text) => {
        logged.length = 0;
        log.warn({ error: text, [text]: text }, text);
        expect(logged).toHaveLength(1);
        expect(logged[0]).toMatch(/^[^\r\n]*\n$/);
        expect(JSON.parse(logged[0] ?? "")).toMatchObject({ level: 40 });
      },
    ),
    { numRuns: 10_000 },
  );
});

test("no text makes a second line, or a terminal's command, of an audit row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { maxLength: 3 }).map((parts) => parts.join("")),
      async (text) => {
        let written: unknown[] = [];
        const query = async (_text: string, values: readonly unknown[] = []) => {
          written = [...values];
          return [];
        };
        const names: Pick<AuditEvent, "by" | "about" | "via"> = {
          by: { kind: "person", id: text },
          about: { companyId: text, connectionType: text },
          via: [text, text],
        };
        const rest = {
          operation: "token.vend",
          outcome: "failure",
          responseStatus: 500,
        } as const;
        await recordAudit({ query }, { ...names, ...rest, errorMessage: text, providerRef: text, atMs: 0 });
        for (const value of written) expect(String(value)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      },
    ),
    { numRuns: 10_000 },
  );
});
