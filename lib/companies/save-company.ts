import { recordAudit } from "@/lib/audit/record";
import type { Company, RecordTx } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { foreignName, foreignText } from "@/lib/foreign-text";
import { shownName } from "@/lib/shown-text";
import { requireCompanyId, requireName } from "./company-name";
import type { CompanyDeps } from "./lock-company";

/** What is known of a company beside its id. */
export type CompanyFacts = Pick<Company, "name" | "contactName" | "contactEmail" | "locale" | "tags">;

const MAX_TAGS = 50;
const MAX_TAG = 60;

/**
 * Adds a company under the surrounding product's id, or changes what is given. Nothing is written where nothing changes.
 *
 * @param given What is left out stays as it is; a new company needs its name.
 * @throws {CountersignError} `invalid_input` naming the field.
 */
export async function saveCompany(
  { database, clock }: CompanyDeps,
  id: string,
  given: Partial<CompanyFacts>,
): Promise<{ created: boolean; company: SavedCompany }> {
  requireCompanyId(id);
  const facts = readFacts(given);
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('company ' || $1))`, [id]);
    const changed = await changeFacts(tx, id, facts, atMs);
    if (changed) return { created: false, company: changed };
    const { name } = facts;
    if (name === undefined) throw invalid("name", "A new company needs its name.");
    const company = await tx.prisma.company.create({
      data: { ...facts, id, name, createdAt: new Date(atMs) },
      select: SELECT,
    });
    await recordAudit(tx, {
      operation: "company.create",
      outcome: "success",
      about: { companyId: id },
      via: ["PUT", `/companies/${id}`],
      responseStatus: 201,
      atMs,
    });
    return { created: true, company };
  });
}

/**
 * Changes what is given of a company that is there. Two who change different things at once both get their way.
 *
 * @throws {CountersignError} `not_found`; `invalid_input` naming the field.
 */
export async function changeCompany(
  { database, clock }: CompanyDeps,
  id: string,
  given: Partial<CompanyFacts>,
): Promise<SavedCompany> {
  const facts = readFacts(given);
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const changed = await changeFacts(tx, id, facts, atMs);
    if (!changed) throw new CountersignError("not_found", "This company does not exist any more.");
    return changed;
  });
}

type SavedCompany = CompanyFacts & { id: string };
const SELECT = {
  id: true,
  name: true,
  contactName: true,
  contactEmail: true,
  locale: true,
  tags: true,
} as const;

/** @returns Undefined when there is no such company. */
export async function changeFacts(
  tx: RecordTx,
  id: string,
  facts: Partial<CompanyFacts>,
  atMs: number,
): Promise<SavedCompany | undefined> {
  await tx.query(`SELECT 1 FROM "Company" WHERE id = $1 FOR UPDATE`, [id]);
  const before = await tx.prisma.company.findUnique({ where: { id }, select: SELECT });
  if (!before) return undefined;
  const changed = (Object.keys(facts) as (keyof CompanyFacts)[]).filter(
    (field) => JSON.stringify(facts[field]) !== JSON.stringify(before[field]),
  );
  if (changed.length === 0) return before;
  const company = await tx.prisma.company.update({ where: { id }, data: facts, select: SELECT });
  await recordAudit(tx, {
    operation: "company.change",
    outcome: "success",
    about: { companyId: id },
    via: ["PUT", `/companies/${id}`],
    responseStatus: 200,
    errorMessage: changed.map((field) => changeWords(field, before, company)).join("; "),
    atMs,
  });
  return company;
}

const FIELD_WORDS = {
  name: "name",
  contactName: "contact",
  contactEmail: "contact e-mail",
  locale: "locale",
  tags: "tags",
} as const;

function changeWords(field: keyof CompanyFacts, before: CompanyFacts, after: CompanyFacts): string {
  const words = (facts: CompanyFacts) => shownName([facts[field]].flat().join(", ")) || "nothing";
  return `${FIELD_WORDS[field]} from “${words(before)}” to “${words(after)}”`;
}

function readFacts(given: Partial<CompanyFacts>): Partial<CompanyFacts> {
  const { name, contactName, contactEmail, locale, tags } = given;
  return {
    ...(name !== undefined && { name: requireName(name) }),
    ...(contactName !== undefined && { contactName: contactName && (foreignName(contactName) || null) }),
    ...(contactEmail !== undefined && {
      contactEmail: contactEmail && foreignText(contactEmail.trim(), 254),
    }),
    ...(locale !== undefined && { locale: locale && canonicalLocale(locale) }),
    ...(tags !== undefined && { tags: readTags(tags) }),
  };
}

function canonicalLocale(locale: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(locale);
    if (canonical) return canonical;
  } catch {
    // No language is called so; said below.
  }
  throw invalid("locale", "A locale is a language tag such as “en” or “de-CH”.");
}

export function readTags(tags: readonly string[]): string[] {
  const read = [...new Set(tags.map(foreignName))];
  if (read.length > MAX_TAGS) throw invalid("tags", `A company has at most ${MAX_TAGS} tags.`);
  const wrong = read.some((tag) => tag === "" || tag.length > MAX_TAG);
  if (wrong) throw invalid("tags", `A tag has 1 to ${MAX_TAG} characters.`);
  return read;
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
