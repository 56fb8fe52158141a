import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Company, Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { foreignName, foreignText } from "@/lib/foreign-text";
import { shownName } from "@/lib/shown-text";
import { requireCompanyId, requireName } from "./company-name";

/** What is known of a company beside its id. */
export type CompanyFacts = Pick<Company, "name" | "contactEmail" | "locale" | "tags">;

const MAX_TAGS = 50;
const MAX_TAG = 60;

/**
 * Adds a company under the surrounding product's id, or changes what is given. Nothing is written where nothing changes.
 *
 * @param given What is left out stays as it is; a new company needs its name.
 * @throws {CountersignError} `invalid_input` naming the field.
 */
export async function saveCompany(
  { database, clock }: { database: Database; clock: Clock },
  id: string,
  given: Partial<CompanyFacts>,
): Promise<{ created: boolean; company: CompanyFacts & { id: string } }> {
  requireCompanyId(id);
  const facts = readFacts(given);
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const select = { id: true, name: true, contactEmail: true, locale: true, tags: true } as const;
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('company ' || $1))`, [id]);
    await tx.query(`SELECT 1 FROM "Company" WHERE id = $1 FOR UPDATE`, [id]);
    const before = await tx.prisma.company.findUnique({ where: { id }, select });
    if (!before) {
      const { name } = facts;
      if (name === undefined) throw invalid("name", "A new company needs its name.");
      const company = await tx.prisma.company.create({
        data: { ...facts, id, name, createdAt: new Date(atMs) },
        select,
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
    }
    const changed = (Object.keys(facts) as (keyof CompanyFacts)[]).filter(
      (field) => JSON.stringify(facts[field]) !== JSON.stringify(before[field]),
    );
    if (changed.length === 0) return { created: false, company: before };
    const company = await tx.prisma.company.update({ where: { id }, data: facts, select });
    await recordAudit(tx, {
      operation: "company.change",
      outcome: "success",
      about: { companyId: id },
      via: ["PUT", `/companies/${id}`],
      responseStatus: 200,
      errorMessage: changed.map((field) => changeWords(field, before, company)).join("; "),
      atMs,
    });
    return { created: false, company };
  });
}

const FIELD_WORDS = { name: "name", contactEmail: "contact e-mail", locale: "locale", tags: "tags" } as const;

function changeWords(field: keyof CompanyFacts, before: CompanyFacts, after: CompanyFacts): string {
  const words = (facts: CompanyFacts) => shownName([facts[field]].flat().join(", ")) || "nothing";
  return `${FIELD_WORDS[field]} from “${words(before)}” to “${words(after)}”`;
}

function readFacts({ name, contactEmail, locale, tags }: Partial<CompanyFacts>): Partial<CompanyFacts> {
  return {
    ...(name !== undefined && { name: requireName(name) }),
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

function readTags(tags: readonly string[]): string[] {
  const read = [...new Set(tags.map(foreignName))];
  if (read.length > MAX_TAGS) throw invalid("tags", `A company has at most ${MAX_TAGS} tags.`);
  const wrong = read.some((tag) => tag === "" || tag.length > MAX_TAG);
  if (wrong) throw invalid("tags", `A tag has 1 to ${MAX_TAG} characters.`);
  return read;
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
