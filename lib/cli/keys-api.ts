import { bootWithDatabaseOrExit } from "@/lib/boot";
import { apiKeys, type KeyPlace, type KeyView, SCOPES } from "@/lib/people";
import { plural } from "@/lib/text/plural";
import { utcDay } from "@/lib/time/utc-day";
import { providerNames } from "@/lib/token";
import { type Command, parseOptions, UsageError } from "./command";

const verbs: Record<string, (args: string[]) => Promise<void>> = { make, list, rotate, revoke };

export const keysApi: Command = {
  usage: [
    'keys-api make --name "NAME" --service NAME --scopes SCOPE,… [--companies ID,…] [--providers NAME,…]',
    "              [--environment live|test] [--networks CIDR,…] [--limit PER_MINUTE] [--days DAYS]",
    "keys-api list",
    "keys-api rotate --id ID [--keep-days 0…14] [--days DAYS]",
    "keys-api revoke --id ID",
  ],
  run: async ([name, ...args]) => {
    if (!name) throw new UsageError(`keys-api needs a verb: ${Object.keys(verbs).join(", ")}.`);
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (!verb) throw new UsageError(`keys-api has no "${name}".`);
    await verb(args);
  },
};

/** How long a service has to change over, where nothing else is said. */
const KEEP_DAYS = 7;
const text = { type: "string" } as const;

async function make(args: string[]): Promise<void> {
  const options = parseOptions(args, {
    name: text,
    service: text,
    scopes: text,
    companies: text,
    providers: text,
    environment: { type: "string", default: "live" },
    networks: text,
    limit: text,
    days: text,
  });
  const { name, service, scopes, companies, providers, environment, networks } = options;
  if (!name) throw new UsageError("--name is missing.");
  if (!service) throw new UsageError("--service is missing.");
  if (!scopes) throw new UsageError(`--scopes is missing. Scopes are ${SCOPES.join(", ")}.`);
  const limitPerMinute = wholeNumber("limit", options.limit);
  const expiresInDays = wholeNumber("days", options.days);
  await withDatabase(async () => {
    const { id, value, expiresAt } = await apiKeys().makeKey({
      name,
      service,
      scopes: listOf(scopes),
      companyIds: companies === undefined ? null : listOf(companies),
      providers: providers === undefined ? providerNames : listOf(providers),
      environment,
      networks: listOf(networks ?? ""),
      limitPerMinute,
      expiresInDays,
    });
    say(`Made key ${id} for ${service}, valid until ${utcDay(expiresAt)}. Its value is shown this once:`);
    process.stdout.write(`${value}\n`);
  });
}

async function list(args: string[]): Promise<void> {
  parseOptions(args, {});
  await withDatabase(async () => {
    let count = 0;
    let cursor: (KeyPlace & { towards: "older" }) | undefined;
    do {
      const page = await apiKeys().listKeys(cursor);
      for (const key of page.keys) process.stdout.write(`${lineOf(key)}\n`);
      count += page.keys.length;
      cursor = page.older ? { ...page.older, towards: "older" } : undefined;
    } while (cursor);
    if (count === 0) say("There are no keys yet.");
  });
}

async function rotate(args: string[]): Promise<void> {
  const options = parseOptions(args, { id: text, "keep-days": text, days: text });
  const id = given(options.id);
  const keepDays = wholeNumber("keep-days", options["keep-days"]) ?? KEEP_DAYS;
  const expiresInDays = wholeNumber("days", options.days);
  await withDatabase(async () => {
    const { value, expiresAt } = await apiKeys().rotateKey({ id, keepDays, expiresInDays });
    const old = keepDays === 0 ? "ended now" : `stays valid for ${plural(keepDays, "day")} more`;
    say(`Key ${id} has a new secret; the old one ${old}. The key expires on ${utcDay(expiresAt)}.`);
    say("Its new value is shown this once:");
    process.stdout.write(`${value}\n`);
  });
}

async function revoke(args: string[]): Promise<void> {
  const id = given(parseOptions(args, { id: text }).id);
  await withDatabase(async () => {
    await apiKeys().revokeKey(id);
    say(`Key ${id} is revoked: every request with it is refused.`);
  });
}

/** Tab-separated, so that a script can take it apart. */
function lineOf(key: KeyView): string {
  const { id, environment, status, name, service, scopes, allCompanies, companyIds, providers } = key;
  const used = key.lastUsedAt ? `used ${key.lastUsedAt.toISOString()}` : "never used";
  const companies = allCompanies ? "every company" : plural(companyIds.length, "company", "companies");
  const facts = [id, environment, status, name, service, scopes.join(","), companies, providers.join(",")];
  const review = key.makerLeft ? [`made by ${key.createdByName}, who can't sign in any more`] : [];
  return [...facts, used, `expires ${utcDay(key.expiresAt)}`, ...review].join("\t");
}

async function withDatabase(work: () => Promise<void>): Promise<void> {
  const { database } = await bootWithDatabaseOrExit();
  try {
    await work();
  } finally {
    await database.close();
  }
}

function given(id: string | undefined): string {
  if (!id) throw new UsageError("--id is missing. keys-api list shows the ids.");
  return id;
}

function listOf(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** What is out of bounds, the verb refuses. */
function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${option} must be a whole number, not "${value}".`);
  return Number(value);
}

/** Standard output is the value's alone: it may lead into a file or a vault. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
