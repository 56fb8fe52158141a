import { missingCompanies } from "@/lib/companies/views";
import { currentActor } from "@/lib/request-context";
import { plural } from "@/lib/text/plural";
import { DAY_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { auditKey } from "./audit-key";
import type { ApiKeyDeps } from "./deps";
import { hashSecret, keyValue, newKeyId, newKeySecret } from "./key-value";
import { type CheckedKey, checkNewKey, invalid, type NewKey } from "./new-key";
import { notifyKey } from "./notify-key";

/** A key's value, for its holder: shown now, and never again. */
export interface MadeKey {
  /** The public id, by which the key is listed. */
  id: string;
  value: string;
  expiresAt: Date;
}

/**
 * Makes a key of the HTTP API.
 *
 * @returns Its value, which is kept nowhere.
 * @throws {CountersignError} `invalid_input` naming the field: a name of the wrong length, nothing that the key may do,
 * an unknown scope, provider or company, a network that is none, a limit or expiry out of bounds.
 */
export async function makeKey(deps: ApiKeyDeps, asked: NewKey): Promise<MadeKey> {
  const { companyIds, expiresInDays, ...facts } = checkNewKey(asked, deps.providers);
  const atMs = deps.clock.nowMs();
  const expiresAt = new Date(atMs + expiresInDays * DAY_MS);
  const id = newKeyId(deps.random);
  const secret = newKeySecret(deps.random);
  await deps.database.recordTransaction(async (tx) => {
    const [missing] = companyIds ? await missingCompanies(tx, companyIds) : [];
    if (missing !== undefined) throw invalid("companyIds", `There is no company "${missing}".`);
    await tx.prisma.apiKey.create({
      data: {
        ...facts,
        id,
        secretHash: Uint8Array.from(hashSecret(secret)),
        allCompanies: companyIds === null,
        companyIds: companyIds ?? [],
        createdBy: currentActor().id,
        createdAt: new Date(atMs),
        expiresAt,
      },
    });
    // A process may remember that this id is nobody's.
    await notifyKey(tx, id);
    const sentence = sentenceOf({ ...facts, companyIds, expiresInDays }, expiresAt);
    await auditKey(tx, { operation: "api_key.make", id, sentence, atMs });
  });
  return { id, value: keyValue({ environment: facts.environment, id, secret }), expiresAt };
}

function sentenceOf(key: CheckedKey, expiresAt: Date): string {
  const { name, service, environment, scopes, companyIds, providers, networks, limitPerMinute } = key;
  const companies = companyIds ? plural(companyIds.length, "company", "companies") : "every company";
  const from = networks.length > 0 ? `from ${networks.join(", ")}` : "from anywhere";
  const facts = [
    `${environment} key "${name}" for ${service}`,
    scopes.join(" "),
    `${companies} at ${providers.join(", ")}`,
    from,
    `${limitPerMinute.toLocaleString("en")} a minute`,
    `until ${utcDay(expiresAt)}`,
  ];
  return `${facts.join("; ")}.`;
}
