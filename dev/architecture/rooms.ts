// Long because it is one table: every room of the house, and what it may import.

import { importsOf } from "./imports";
import { PACKAGE_HOMES } from "./package-homes";
import { isTest, resolveImport, type SourceFile } from "./project";

/** A part of the house. Paths ending in `/` mean all below them; others mean one module, without extension. */
interface Room {
  readonly name: string;
  readonly holds: readonly string[];
  /** Beside itself. */
  readonly mayImport: readonly string[];
  /** With `import type` only. */
  readonly mayImportTypes?: readonly string[];
  readonly neverPackages?: readonly string[];
}

const EVERYTHING = [""];
const FRAMEWORKS = ["next", "next-auth", "react", "react-dom"];
const LEAVES = [
  "lib/actor",
  "lib/request-context",
  "lib/process",
  "lib/errors",
  "lib/clock",
  "lib/foreign-text",
  "lib/shown-text",
  "lib/text/",
  "lib/time/",
];
const AUDIT_RECORD = ["lib/audit/record/index"];
/** What a room's tables show to the statements of others; dev/architecture/tables.ts says who owns which. */
const VIEWS = [
  "lib/companies/views",
  "lib/people/views",
  "lib/token/views",
  "lib/health/views",
  "lib/events/views",
  "lib/links/views",
];
/** Whoever changes something tells of it, in the same transaction. */
const EVENT_RECORD = ["lib/events/record/index"];
const TOKEN = "lib/token/index";
const RUNTIME = ["lib/runtime", "lib/log"];
const CONTRACTS = [
  TOKEN,
  "lib/audit/",
  "lib/health/",
  "lib/people/",
  "lib/door/",
  "lib/alerts/",
  "lib/events/",
  "lib/companies/",
  "lib/links/",
  "lib/jobs/",
  "lib/metrics/",
  "lib/db/",
];
const COMPOSITION = ["lib/boot", "lib/boot/", "lib/env"];

const APP_SHARED = [
  "app/_consent/",
  "app/_input/",
  "app/_notice/",
  "app/_paging/",
  "app/_session/",
  "app/_second-factor/",
];
const APP_MAY = [
  ...LEAVES,
  "lib/log",
  "lib/server-clock",
  "components/",
  TOKEN,
  "lib/audit/",
  "lib/health/",
  "lib/people/",
  "lib/door/",
  "lib/alerts/",
  "lib/events/",
  "lib/companies/",
  "lib/links/",
  "lib/bulk/",
  "lib/metrics/",
  "lib/support/",
  "lib/api/problems/",
];

/** Who may import whom; docs/architecture.md says why. The first room that holds a file is the file's room. */
const ROOMS: readonly Room[] = [
  {
    name: "lib/foreign-text",
    holds: ["lib/foreign-text"],
    mayImport: ["lib/text/"],
    neverPackages: FRAMEWORKS,
  },
  { name: "lib/text", holds: ["lib/text/"], mayImport: [], neverPackages: FRAMEWORKS },
  { name: "lib/time", holds: ["lib/time/"], mayImport: ["lib/text/"], neverPackages: FRAMEWORKS },
  { name: "lib/shown-text", holds: ["lib/shown-text"], mayImport: ["lib/text/"], neverPackages: FRAMEWORKS },
  { name: "lib/actor", holds: ["lib/actor"], mayImport: [], neverPackages: FRAMEWORKS },
  { name: "lib/process", holds: ["lib/process"], mayImport: ["lib/errors"], neverPackages: FRAMEWORKS },
  {
    name: "lib/request-context",
    holds: ["lib/request-context"],
    mayImport: ["lib/actor", "lib/process"],
    neverPackages: FRAMEWORKS,
  },
  { name: "lib/errors", holds: ["lib/errors"], mayImport: ["lib/shown-text"], neverPackages: FRAMEWORKS },
  { name: "lib/clock", holds: ["lib/clock"], mayImport: [], neverPackages: FRAMEWORKS },
  { name: "lib/outgoing-proxy", holds: ["lib/outgoing-proxy"], mayImport: [], neverPackages: FRAMEWORKS },
  { name: "lib/log", holds: ["lib/log"], mayImport: LEAVES, neverPackages: FRAMEWORKS },
  { name: "lib/env", holds: ["lib/env", "lib/env/"], mayImport: LEAVES, neverPackages: FRAMEWORKS },
  { name: "lib/db", holds: ["lib/db/"], mayImport: [...LEAVES, "lib/log"], neverPackages: FRAMEWORKS },
  { name: "views", holds: VIEWS, mayImport: ["lib/db/index"], neverPackages: FRAMEWORKS },
  {
    name: "lib/runtime",
    holds: ["lib/runtime"],
    mayImport: [...LEAVES, "lib/log", "lib/db/", "lib/env"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/server-clock",
    holds: ["lib/server-clock"],
    mayImport: [...LEAVES, "lib/runtime"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/audit",
    holds: ["lib/audit/"],
    mayImport: [...VIEWS, ...LEAVES, ...RUNTIME, "lib/db/"],
    neverPackages: FRAMEWORKS,
  },
  {
    // The contract may look up what `boot` composed; everything behind it is handed its configuration.
    name: "lib/token contract",
    holds: [TOKEN],
    mayImport: [...LEAVES, "lib/runtime", "lib/db/", ...AUDIT_RECORD, "lib/token/"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/token",
    holds: ["lib/token/"],
    mayImport: [...VIEWS, ...LEAVES, "lib/db/", ...AUDIT_RECORD, ...EVENT_RECORD],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/health",
    holds: ["lib/health/"],
    mayImport: [...VIEWS, ...LEAVES, ...RUNTIME, "lib/db/", ...AUDIT_RECORD, ...EVENT_RECORD, TOKEN],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/companies",
    holds: ["lib/companies/"],
    mayImport: [...VIEWS, ...LEAVES, ...RUNTIME, "lib/db/", ...AUDIT_RECORD, ...EVENT_RECORD],
    neverPackages: FRAMEWORKS,
  },
  {
    // Who may do what, and how they prove who they are. No framework, so that any door can ask.
    name: "lib/people",
    holds: ["lib/people/"],
    mayImport: [...VIEWS, ...LEAVES, ...RUNTIME, "lib/db/", "lib/audit/", "lib/mail/", ...EVENT_RECORD],
    mayImportTypes: ["lib/env"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/door",
    holds: ["lib/door/"],
    mayImport: [...LEAVES, ...RUNTIME, "lib/db/", "lib/audit/", "lib/people/", "lib/env"],
  },
  {
    name: "lib/mail",
    holds: ["lib/mail/"],
    mayImport: [...LEAVES],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/webhooks",
    holds: ["lib/webhooks/"],
    mayImport: [...LEAVES, "lib/outgoing-proxy"],
    neverPackages: FRAMEWORKS,
  },
  {
    // A leaf as the audit log's is: every room that changes something may import it.
    name: "lib/events record",
    holds: ["lib/events/record/"],
    mayImport: [...VIEWS, "lib/db/"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/events",
    holds: ["lib/events/"],
    mayImport: [...VIEWS, ...LEAVES, "lib/db/", ...AUDIT_RECORD, "lib/webhooks/"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/alerts",
    holds: ["lib/alerts/"],
    mayImport: [
      ...VIEWS,
      ...LEAVES,
      ...RUNTIME,
      "lib/db/",
      ...AUDIT_RECORD,
      ...EVENT_RECORD,
      "lib/health/",
      "lib/people/",
      "lib/mail/",
      "lib/webhooks/",
    ],
    neverPackages: FRAMEWORKS,
  },
  {
    // What is done to many connections or companies at once, each by the verb that does it to one.
    name: "lib/bulk",
    holds: ["lib/bulk/"],
    mayImport: [
      ...LEAVES,
      ...RUNTIME,
      "lib/db/",
      ...AUDIT_RECORD,
      "lib/health/",
      "lib/companies/",
      "lib/links/",
      "lib/people/",
      TOKEN,
    ],
    neverPackages: FRAMEWORKS,
  },
  {
    // What a customer does without an account: one consent, by a link.
    name: "lib/links",
    holds: ["lib/links/"],
    mayImport: [
      ...VIEWS,
      ...LEAVES,
      "lib/db/",
      ...AUDIT_RECORD,
      "lib/health/",
      "lib/people/",
      "lib/mail/",
      TOKEN,
    ],
    mayImportTypes: ["lib/env"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/imports",
    holds: ["lib/imports/"],
    mayImport: [...LEAVES, ...RUNTIME, "lib/db/", ...AUDIT_RECORD, ...EVENT_RECORD, TOKEN],
    neverPackages: FRAMEWORKS,
  },
  {
    // What a supervisor and a scraper ask of a process without pages.
    name: "lib/probes",
    holds: ["lib/probes/"],
    mayImport: [...LEAVES, ...RUNTIME, ...CONTRACTS],
    neverPackages: FRAMEWORKS,
  },
  {
    // The door for products that run elsewhere: it translates, and knows no framework of the pages.
    name: "lib/api",
    holds: ["lib/api/"],
    mayImport: [...LEAVES, ...RUNTIME, ...CONTRACTS, "lib/imports/", "lib/probes/", "lib/env"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/jobs",
    holds: ["lib/jobs/"],
    mayImport: [...LEAVES, ...RUNTIME, "lib/db/", TOKEN, "lib/health/", "lib/audit/", "lib/alerts/"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/metrics",
    holds: ["lib/metrics/"],
    mayImport: [...VIEWS, ...LEAVES, ...RUNTIME, "lib/db/", TOKEN, "lib/jobs/"],
    neverPackages: FRAMEWORKS,
  },
  {
    // What an admin is told of the whole installation, out of the rooms that know it.
    name: "lib/support",
    holds: ["lib/support/"],
    mayImport: [...VIEWS, ...LEAVES, "lib/runtime", "lib/db/", "lib/audit/", "lib/health/", "lib/jobs/"],
    neverPackages: FRAMEWORKS,
  },
  { name: "lib/boot", holds: ["lib/boot", "lib/boot/"], mayImport: ["lib/"], neverPackages: FRAMEWORKS },
  { name: "lib/env-file", holds: ["lib/env-file"], mayImport: [], neverPackages: FRAMEWORKS },
  { name: "lib/end-with-npm", holds: ["lib/end-with-npm"], mayImport: [], neverPackages: FRAMEWORKS },
  {
    name: "lib/start",
    holds: ["lib/start"],
    mayImport: ["lib/env-file", "lib/end-with-npm"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/worker",
    holds: ["lib/worker", "lib/worker/"],
    mayImport: [...LEAVES, ...RUNTIME, ...CONTRACTS, ...COMPOSITION, "lib/probes/"],
    neverPackages: FRAMEWORKS,
  },
  {
    name: "lib/cli",
    holds: ["lib/cli/"],
    mayImport: [...LEAVES, ...RUNTIME, ...CONTRACTS, ...COMPOSITION, "lib/imports/"],
  },
  {
    // What several screens and routes share; it knows none of them.
    name: "app's shared folders",
    holds: APP_SHARED,
    mayImport: APP_MAY,
  },
  { name: "app/api", holds: ["app/api/"], mayImport: [...APP_MAY, ...APP_SHARED] },
  { name: "app", holds: ["app/"], mayImport: [...APP_MAY, ...APP_SHARED] },
  {
    name: "components",
    holds: ["components/"],
    mayImport: ["lib/text/", "lib/time/"],
    mayImportTypes: ["lib/"],
  },
  {
    name: "entry points",
    holds: ["instrumentation", "proxy"],
    mayImport: [...LEAVES, ...RUNTIME, ...CONTRACTS, ...COMPOSITION, "lib/worker", "lib/worker/"],
  },
  { name: "prisma", holds: ["prisma/", "prisma.config"], mayImport: ["lib/", "dev/"] },
  { name: "dev", holds: ["dev/"], mayImport: EVERYTHING },
  { name: "bench", holds: ["bench/"], mayImport: EVERYTHING },
  {
    // A package of its own, for products: it knows nothing of Countersign but its HTTP API.
    name: "client",
    holds: ["client/src/"],
    mayImport: [],
    neverPackages: FRAMEWORKS,
  },
  { name: "the client's tests", holds: ["client/test/"], mayImport: ["client/src/", "dev/", "lib/errors"] },
  { name: "e2e", holds: ["e2e/"], mayImport: EVERYTHING },
  {
    name: "configuration",
    holds: ["vitest.config", "playwright.config", "next.config", "tailwind.config", "postcss.config"],
    mayImport: ["dev/", "e2e/"],
  },
];

export function roomOf(path: string): Room | undefined {
  return ROOMS.find((room) => room.holds.some((pattern) => covers(pattern, path)));
}

/** Imports that break the table, one sentence each. Tests stand outside: they may reach into any room. */
export function roomViolations(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (!room)
      return [`${file.path}: belongs to no room; put it in one or add a line to dev/architecture/rooms.ts`];
    if (isTest(file.path)) return [];
    return importsOf(file.text).flatMap(({ specifier, line, typeOnly }) => {
      const target = resolveImport(file.path, specifier, known);
      const reason =
        target === undefined ? packageReason(file.path, room, specifier) : fileReason(room, target, typeOnly);
      return reason ? [`${file.path}:${line}: imports "${specifier}", but ${reason}`] : [];
    });
  });
}

function fileReason(room: Room, target: string, typeOnly: boolean): string | undefined {
  if (isTest(target) && !target.startsWith("e2e/")) return "nothing imports a test";
  const own = room.holds.some((pattern) => covers(pattern, target)) || roomOf(target) === room;
  const allowed = [...room.mayImport, ...(typeOnly ? (room.mayImportTypes ?? []) : [])];
  if (own || allowed.some((pattern) => covers(pattern, target))) return undefined;
  if (room.mayImportTypes?.some((pattern) => covers(pattern, target)))
    return `${room.name} may import only types from it`;
  return `${room.name} may import only ${allowed.join(", ") || "itself"}`;
}

function packageReason(path: string, room: Room, specifier: string): string | undefined {
  const name = packageOf(specifier);
  if (room.neverPackages?.includes(name)) return `${room.name} must run without ${name}`;
  const homes = PACKAGE_HOMES[name];
  const outside = /^(?:dev|bench|e2e)\//.test(path);
  if (homes && !outside && !homes.some((home) => path.startsWith(home)))
    return `${name} is known only to ${homes.join(", ")}`;
  return undefined;
}

function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function covers(pattern: string, path: string): boolean {
  const module = path.replace(/\.(?:ts|tsx|mjs|js)$/, "");
  if (pattern === "" || pattern.endsWith("/")) return `${module}/`.startsWith(pattern);
  return module === pattern || module.replace(/\.(?:db\.)?(?:test|spec)$/, "") === pattern;
}
