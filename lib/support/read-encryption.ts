import { audit } from "@/lib/audit";
import type { KeyUse, SupportDeps } from "./deps";

/** The last re-encryption that began or ended, as its audit row tells it. */
interface Rotation {
  at: Date;
  outcome: "success" | "failure" | "refused";
  message: string;
}

/** How what is stored is encrypted and sealed. */
export interface EncryptionView {
  keys: KeyUse[];
  /** Rows, and of those the rows under the current key. */
  rows: { total: number; current: number };
  /** How many organisations' ids rest plain, from before they were encrypted. */
  plainIds: number;
  /** Rotations on disk that this machine has still to store; those in quarantine can't be. */
  journal: { waiting: number; quarantined: number };
  /** Null when there was none. */
  lastRotation: Rotation | null;
  seal: Awaited<ReturnType<ReturnType<typeof audit>["findSealStatus"]>>;
}

const JOURNAL = { waiting: "journal", quarantined: "journal/quarantine" };
const isFile = ({ place }: { place: string }) => Object.values(JOURNAL).includes(place);

/** Reads only. A key is its id here, a one-way hash. */
export async function readEncryption(
  deps: Pick<SupportDeps, "keyUsage" | "plainIds">,
): Promise<EncryptionView> {
  const [keys, plainIds, seal, { rows: rotations }] = await Promise.all([
    deps.keyUsage(),
    deps.plainIds(),
    audit().findSealStatus(),
    audit().searchAudit({ filter: { span: "all", operation: "keys.rotate" } }),
  ]);
  const places = keys.flatMap(({ role, places }) => places.map((place) => ({ ...place, role })));
  const sum = (of: typeof places) => of.reduce((total, { count }) => total + count, 0);
  const rows = places.filter((place) => !isFile(place));
  const inJournal = (name: string) => sum(places.filter(({ place }) => place === name));
  const [last] = rotations;
  return {
    keys,
    plainIds,
    rows: { total: sum(rows), current: sum(rows.filter(({ role }) => role === "current")) },
    journal: { waiting: inJournal(JOURNAL.waiting), quarantined: inJournal(JOURNAL.quarantined) },
    lastRotation: last
      ? { at: last.timestamp, outcome: last.outcome, message: last.errorMessage ?? "" }
      : null,
    seal,
  };
}
