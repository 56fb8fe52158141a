import { codesMeaning, type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/durations";
import { utcClock } from "@/lib/time/utc-clock";
import { utcDay } from "@/lib/time/utc-day";
import { type Deadline, deadlineOf, expiredWords } from "@/lib/token";
import { briefOf, ENDED_BRIEFLY, EXPIRED_BRIEFLY } from "./brief-words";
import { daysUntil, inDays } from "./days-until";

/** The five statuses a person sees, worst first. */
export const statusNames = [
  "needs_reconnecting",
  "provider_trouble",
  "expiring_soon",
  "working",
  "disconnected",
] as const;
export type StatusName = (typeof statusNames)[number];

export const EXPIRING_SOON_DAYS = 14;

/** Everything known of one connection that bears on its status. */
export interface ConnectionFacts {
  companyName: string;
  providerName: string;
  /** Who at the customer can consent: "a QuickBooks admin". */
  consentedBy: string;
  tenantName: string;
  disconnectedAt: Date | null;
  grantState: "active" | "needs_reconnecting" | "revoked";
  grantStateSince: Date;
  grantError: string | null;
  refreshExpiresAt: Date;
  hardExpiresAt: Date | null;
  health: { cause: ErrorCode | null; message: string | null; since: Date; lastHealthyAt: Date | null } | null;
  /** The outage its provider is in. */
  incident?: Outage | undefined;
}

/** What one connection's verdict says of its provider's outage. */
interface Outage {
  owner: ErrorOwner;
  startedAt: Date;
  companies: number;
}

/** A connection's status as a person needs it: what, since when, effect, who acts. */
export interface Verdict {
  status: StatusName;
  since: Date | null;
  /** What it is and what it means, without its date. */
  sentence: string;
  /** The cause in two or three words, for a row; empty while all is well. */
  brief: string;
  /** What to do, and who; empty when nothing is. */
  nextStep: string;
  owner: ErrorOwner | null;
  /** Whether a new consent is what it takes. */
  consentHelps: boolean;
  deadline: Deadline | null;
}

/** What only the customer can mend: a new consent, access to the organisation, a subscription. */
export const customerCauses: ReadonlySet<ErrorCode> = new Set(codesMeaning("needs_reconnecting"));

/** Those of them that a provider's API says of one organisation, while the grant itself goes on. */
export const CUSTOMERS_AT_THE_API: readonly ErrorCode[] = codesMeaning("needs_reconnecting").filter(
  (code) => code !== "reconnect_required",
);

/** Turns facts into the one verdict that every screen, alert and export shows. */
export function verdictOf(facts: ConnectionFacts, nowMs: number): Verdict {
  const deadline = deadlineOf(facts);
  if (facts.disconnectedAt) return disconnected(facts, facts.disconnectedAt);
  if (facts.grantState !== "active") {
    const { grantStateSince: since, grantError, providerName } = facts;
    // The provider says it only when it is asked, which may be long after the deadline.
    if (deadline.at <= since) return expired(facts, deadline);
    const expiry = expiryOf(grantError, providerName);
    const brief = expiry ? EXPIRED_BRIEFLY[expiry] : ENDED_BRIEFLY;
    return mustReconnect(facts, { since, why: grantError ?? "The provider ended the grant.", brief });
  }
  if (deadline.at.getTime() <= nowMs) return expired(facts, deadline);
  const { health } = facts;
  if (health?.cause && customerCauses.has(health.cause)) {
    const verdict = mustReconnect(facts, {
      since: health.since,
      why: health.message ?? "The organisation refuses access.",
      brief: briefOf(health.cause),
    });
    if (health.cause !== "subscription_lapsed") return verdict;
    const nextStep = `${capital(facts.consentedBy)} must renew the subscription. Reconnecting won't help.`;
    return { ...verdict, nextStep, consentHelps: false };
  }
  if (health?.cause && health.cause !== "no_connection")
    return trouble(facts, health.cause, { since: health.since, deadline, nowMs });
  if (deadline.at.getTime() - nowMs <= EXPIRING_SOON_DAYS * DAY_MS) return expiring(facts, deadline, nowMs);
  return {
    status: "working",
    since: health?.since ?? facts.grantStateSince,
    sentence: `Reading ${withoutStop(facts.tenantName)}.`,
    brief: "",
    nextStep: "",
    owner: null,
    consentHelps: false,
    deadline,
  };
}

function disconnected(facts: ConnectionFacts, since: Date): Verdict {
  return {
    status: "disconnected",
    since,
    sentence: `Disconnected on purpose. No data comes from ${withoutStop(facts.tenantName)}.`,
    brief: "on purpose",
    nextStep: `An admin can connect ${facts.companyName} again at any time.`,
    owner: null,
    consentHelps: false,
    deadline: null,
  };
}

function mustReconnect(
  facts: ConnectionFacts,
  { since, why, brief }: { since: Date; why: string; brief: string },
): Verdict {
  return {
    status: "needs_reconnecting",
    since,
    sentence: `${why} ${facts.providerName} data stopped then.`,
    brief,
    nextStep: `${capital(facts.consentedBy)} must reconnect.`,
    owner: "customer",
    consentHelps: true,
    deadline: null,
  };
}

function expired(facts: ConnectionFacts, { at, kind }: Deadline): Verdict {
  const why = expiredWords(kind, facts.providerName);
  return mustReconnect(facts, { since: at, why, brief: EXPIRED_BRIEFLY[kind] });
}

function trouble(
  facts: ConnectionFacts,
  cause: ErrorCode,
  { since, deadline, nowMs }: { since: Date; deadline: Deadline; nowMs: number },
): Verdict {
  const { incident, providerName } = facts;
  const { owner } = errorClass(cause);
  const inOutage = incident && owner === incident.owner ? incident : undefined;
  const alone = facts.health?.message ?? `${providerName} does not answer as it should.`;
  const why = inOutage ? outageWords(providerName, inOutage, nowMs) : alone;
  return {
    status: "provider_trouble",
    since,
    sentence: `${why} Data may be late. The connection is safe.`,
    brief: inOutage && owner === "provider" ? "outage" : briefOf(cause),
    nextStep: remedyOf(cause, owner, providerName),
    owner,
    consentHelps: false,
    deadline,
  };
}

/** "QuickBooks Online has been failing since 09:14 UTC for 200 companies." */
function outageWords(providerName: string, { owner, startedAt, companies }: Outage, nowMs: number): string {
  const does = owner === "us" ? "refusing Countersign itself" : "failing";
  const whom = companies === 1 ? "one company" : `${companies} companies`;
  const day = utcDay(startedAt);
  const isToday = utcDay(nowMs) === day;
  const clock = `${utcClock(startedAt)} UTC`;
  return `${providerName} has been ${does} since ${isToday ? clock : `${dayWords.format(startedAt)} ${clock}`} for ${whom}.`;
}

const dayWords = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });

/** Who mends a provider's trouble, and that the customer need not. */
export function remedyOf(cause: ErrorCode, owner: ErrorOwner, providerName: string): string {
  if (owner === "us") return "Countersign's configuration is wrong. The customer has nothing to do.";
  if (cause === "provider_rate_limited") return "Nothing to do: we slow down and try again.";
  return `Nothing to do: we retry until ${providerName} answers.`;
}

function expiring(facts: ConnectionFacts, deadline: Deadline, nowMs: number): Verdict {
  const end = inDays(daysUntil(deadline.at, nowMs));
  return {
    status: "expiring_soon",
    since: new Date(deadline.at.getTime() - EXPIRING_SOON_DAYS * DAY_MS),
    sentence:
      deadline.kind === "hard"
        ? `Ends ${end}. Only a new consent extends it.`
        : `Ends ${end} unless it is used.`,
    brief: deadline.kind === "hard" ? "final date" : "idle limit",
    nextStep: `${capital(facts.consentedBy)} should reconnect before then.`,
    owner: "customer",
    consentHelps: true,
    deadline,
  };
}

/** The same of a deadline that passed with nobody looking. */
export const EXPIRED_UNSEEN: Readonly<Record<Deadline["kind"], string>> = {
  hard: "The consent reached its final date.",
  rolling: "Expired: not refreshed for too long.",
};

/** Which deadline ended a connection, if a message says that one did. */
export function expiryOf(message: string | null, providerName: string): Deadline["kind"] | undefined {
  const kinds = ["rolling", "hard"] as const;
  return kinds.find(
    (kind) => message === EXPIRED_UNSEEN[kind] || message === expiredWords(kind, providerName),
  );
}

/** "Acme Inc." at the end of a sentence brings its own full stop. */
const withoutStop = (name: string) => name.replace(/\.$/, "");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
