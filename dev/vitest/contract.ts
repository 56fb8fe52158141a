import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

interface Described {
  content?: Record<string, { schema: object }>;
}
type Operations = Record<string, { responses: Record<string, Described> }>;

const CONTRACT = "contract";
const file = resolve(import.meta.dirname, "../../docs/openapi.json");
const document: { paths: Record<string, Operations> } = JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, CONTRACT);
const validators = new Map<string, ValidateFunction>();
/** They take no key and have no part in the contract; their failures are problems as well. */
const OUTSIDE = /^\/(?:problems\/|v1\/openapi\.json$|livez$|readyz$|metrics$)/;
const PROBLEM = "application/problem+json";

/** @throws {Error} The API answered what docs/openapi.json does not say. */
export function requireContract(
  { method, path }: { method: string; path: string },
  answer: Response,
  json: unknown,
): void {
  const type = answer.headers.get("content-type")?.split(";")[0];
  const said = `${method} ${path} answered ${answer.status} ${type ?? "without a body"}`;
  if (type === PROBLEM) requireSchema("#/components/schemas/Problem", json, said);
  if (type === PROBLEM) return;
  if (OUTSIDE.test(path)) return;
  const [pattern, operations] = matching(path) ?? [];
  const operation = operations?.[method === "HEAD" ? "get" : method.toLowerCase()];
  const described = operation?.responses[answer.status];
  if (!pattern || !described) throw new Error(`${said}, which is not in the contract.`);
  if (described.content === undefined || type === undefined) return;
  if (!described.content[type]) throw new Error(`${said}, and the contract knows no such type there.`);
  if (json === undefined) return;
  const at = ["paths", pattern, method.toLowerCase(), "responses", answer.status, "content", type, "schema"];
  requireSchema(
    `#/${at.map((part) => encodeURIComponent(String(part).replaceAll("/", "~1"))).join("/")}`,
    json,
    said,
  );
}

function matching(path: string): [string, Operations] | undefined {
  return Object.entries(document.paths).find(([pattern]) =>
    new RegExp(`^${pattern.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
}

function requireSchema(pointer: string, json: unknown, said: string): void {
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `${CONTRACT}${pointer}` });
  validators.set(pointer, validate);
  if (!validate(json))
    throw new Error(`${said}, and its body is not as the contract says: ${ajv.errorsText(validate.errors)}`);
}
