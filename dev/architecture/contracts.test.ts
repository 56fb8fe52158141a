import { expect, test } from "vitest";
import { contractViolations, idleContracts } from "./contracts";

const file = (path: string, text = "") => ({ path, text });
const THERE = [
  ...["lib/audit/index.ts", "lib/audit/seal/verify.ts", "lib/audit/record/index.ts", "lib/env.ts"],
  ...["lib/health/index.ts", "lib/health/observe/check.ts", "lib/health/views.ts", "lib/door/action.ts"],
  ...[
    "lib/people/sessions.ts",
    "lib/people/session-user.ts",
    "lib/env/secret-values.ts",
    "lib/time/deadline.ts",
  ],
].map((path) => file(path));
const one = (path: string, text: string) => contractViolations([...THERE, file(path, text)]);

test.each([
  ["lib/cli/audit-verify.ts", `import { verifyAudit } from "@/lib/audit/seal/verify";`, "lib/audit"],
  ["lib/jobs/planners.ts", `import type { Check } from "@/lib/health/observe/check";`, "lib/health"],
  ["lib/alerts/evaluate.ts", `import { check } from "../health/observe/check";`, "lib/health"],
  ["app/(admin)/actions.ts", `import { action } from "@/lib/door/action";`, "lib/door"],
  ["components/ui/badge.tsx", `import type { Check } from "@/lib/health/observe/check";`, "lib/health"],
  ["instrumentation.ts", `const { end } = await import("@/lib/people/sessions");`, "lib/people"],
  ["lib/worker/main.ts", `import { secretValues } from "@/lib/env/secret-values";`, "lib/env"],
])("contractViolations refuses in %s: %s", (path, text, room) => {
  const violations = one(path, text);
  expect(violations).toHaveLength(1);
  expect(violations[0]).toContain(`${path}:1: imports`);
  expect(violations[0]).toContain(`past the contract of ${room}:`);
});

test.each([
  ["app/(admin)/page.tsx", `import { health } from "@/lib/health";`],
  ["lib/token/vend/vend.ts", `import { recordAudit } from "@/lib/audit/record";`],
  ["lib/metrics/database-metrics.ts", `import { incidents } from "@/lib/health/views";`],
  ["lib/door/session/session-token.ts", `import { SESSION_SECONDS } from "@/lib/people/session-user";`],
  ["lib/health/connections/list-health.ts", `import { check } from "../observe/check";`],
  ["lib/metrics/stored-facts.ts", `import { deadline } from "@/lib/time/deadline";`],
  ["lib/env.ts", `import { secretValues } from "./env/secret-values";`],
  ["lib/worker/main.ts", `import type { Env } from "@/lib/env";`],
  ["lib/boot/start/start-jobs.ts", `import { verifyAudit } from "@/lib/audit/seal/verify";`],
  ["lib/cli/audit.db.test.ts", `import { verifyAudit } from "@/lib/audit/seal/verify";`],
  ["dev/chaos/harness/read.ts", `import { verifyAudit } from "@/lib/audit/seal/verify";`],
])("contractViolations allows in %s: %s", (path, text) => {
  expect(one(path, text)).toEqual([]);
});

test("idleContracts names a contract that no other room imports", () => {
  const idle = idleContracts([
    ...THERE,
    file("lib/door/session/session-token.ts", `import "@/lib/people/session-user";`),
  ]);
  expect(idle).toContain("lib/door/refusal: is a named contract, and no other room imports it");
  expect(idle.join()).not.toContain("session-user");
});
