import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import "./dev/vitest-on-node-20.mjs";

const root = import.meta.dirname;
const notOurs = ["**/node_modules/**", "**/.next/**", "**/.data/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: [{ find: /^@\//, replacement: `${root}/` }],
  },
  test: {
    // Vitest would leave a processor free, and on two run one file at a time; many files mostly wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Ends what hangs. A busy machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...notOurs, "**/*.db.test.ts"],
          environment: "node",
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: notOurs,
          environment: "node",
          globalSetup: ["dev/vitest/global-setup.ts"],
        },
      },
    ],
  },
});
