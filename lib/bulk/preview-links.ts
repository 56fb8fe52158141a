import type { BulkDeps } from "./deps";
import { findHeldBack, type HeldReason, heldReasons } from "./held-back";
import { companiesOf, resolveSelection, type Selection } from "./selection";

/** Names that a preview tells, a reason. */
const MOST_NAMES = 20;

/** What sending links would do at this moment. */
export interface LinksPreview {
  /** Whether a mail server is set. Without one nothing is sent. */
  canMail: boolean;
  connections: number;
  /** Connections whose customers get a link. */
  send: number;
  /** Those that get none, by reason; reasons that hold nobody back are left out. */
  held: { reason: HeldReason; count: number; companies: { id: string; name: string }[] }[];
}

/** The dry run. @throws {CountersignError} `invalid_input` naming `id`. */
export async function previewLinks(deps: BulkDeps, selection: Selection): Promise<LinksPreview> {
  const { connections } = await resolveSelection(deps, selection);
  const why = await findHeldBack(deps, connections);
  const held = heldReasons.flatMap((reason) => {
    const these = connections.filter(({ id }) => why.get(id) === reason);
    const companies = companiesOf(these).slice(0, MOST_NAMES);
    return these.length > 0 ? [{ reason, count: these.length, companies }] : [];
  });
  return {
    canMail: deps.links.canMail(),
    connections: connections.length,
    send: connections.length - why.size,
    held,
  };
}
