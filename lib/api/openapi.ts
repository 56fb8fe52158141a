import type { Env } from "@/lib/env";

/** What the contract says of itself; its paths come of the routes. */
export const documentHead = ({ auth }: Pick<Env, "auth">) => ({
  openapi: "3.1.0",
  info: {
    title: "Countersign",
    version: "1",
    description: "Access tokens for accounting connections, and what is known of those connections.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: auth.url }],
  components: {
    securitySchemes: {
      key: {
        type: "http" as const,
        scheme: "bearer",
        description: "A key made on the settings page: cs_live_… or cs_test_….",
      },
    },
  },
});
