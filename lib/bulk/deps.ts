import type { Clock } from "@/lib/clock";
import type { Companies } from "@/lib/companies";
import type { Database } from "@/lib/db";
import type { Health } from "@/lib/health";
import type { Links } from "@/lib/links";

export interface BulkDeps {
  database: Database;
  clock: Clock;
  health: Pick<Health, "checkConnection" | "findConnection" | "findMatching" | "requireKnown">;
  companies: Pick<Companies, "changeTag" | "countTags" | "findTags" | "findWithoutAddress">;
  links: Pick<Links, "canMail" | "findWithOpenLink" | "followLinks" | "remindSoon" | "sendLink">;
  log: {
    warn(fields: Record<string, unknown>, message: string): void;
    error(fields: Record<string, unknown>, message: string): void;
  };
}

export type BulkKind = "check" | "tag" | "untag" | "links";

/** Whether parts are companies; those of other kinds are connections. */
export const isOfCompanies = (kind: BulkKind): boolean => kind === "tag" || kind === "untag";

/** How a part stands. */
export const partStates = ["failed", "skipped", "cancelled", "running", "waiting", "done"] as const;
export type PartState = (typeof partStates)[number];

/** No operation has more parts. */
export const MOST_PARTS = 10_000;
