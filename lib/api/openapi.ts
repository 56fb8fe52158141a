import { jsonSchemaTransformObject } from "fastify-type-provider-zod";

/** What the contract says of itself; its paths come of the routes. */
export const documentHead = {
  openapi: "3.1.0",
  info: {
    title: "Countersign",
    version: "1",
    description: "Access tokens for accounting connections, and what is known of those connections.",
    license: { name: "MIT", identifier: "MIT" },
  },
  // Wherever the contract was read.
  servers: [{ url: "/" }],
  components: {
    securitySchemes: {
      key: {
        type: "http" as const,
        scheme: "bearer",
        description: "A key made on the settings page: cs_live_… or cs_test_….",
      },
    },
  },
};

type TransformObject = typeof jsonSchemaTransformObject;

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;
const referencesOf = (part: unknown): string[] =>
  [...JSON.stringify(part ?? null).matchAll(REFERENCE)].map(([, name = ""]) => name);

/** Every schema has a form for input and one for output; the contract holds those that it refers to. */
export const withReferredSchemas: TransformObject = (given) => {
  const document = jsonSchemaTransformObject(given);
  if (!("components" in document) || !("paths" in document)) return document;
  const schemas: Record<string, unknown> = { ...document.components?.schemas };
  const referred = new Set<string>();
  const waiting = referencesOf(document.paths);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (referred.has(name)) continue;
    referred.add(name);
    waiting.push(...referencesOf(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => referred.has(name));
  return {
    ...document,
    components: { ...document.components, schemas: Object.fromEntries(kept) },
  } as ReturnType<TransformObject>;
};
