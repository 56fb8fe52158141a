import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Provider } from "./model";

const delayMs = z.number().min(0);
const effect = z.discriminatedUnion("kind", [
  /** Real milliseconds before the request is looked at. */
  z.strictObject({ kind: z.literal("latency"), delayMs }),
  /** Refused with this status, nothing changed. Shaped as the provider shapes it, unless `body` is given. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().min(0).optional(),
    body: z.string().optional(),
  }),
  /** The socket is cut, nothing changed. */
  z.strictObject({ kind: z.literal("reset") }),
  /** 200 with a page; `processed` says whether the request took effect first. */
  z.strictObject({ kind: z.literal("html"), processed: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("invalidGrant") }),
  z.strictObject({ kind: z.literal("invalidClient") }),
  /** Done, but these fields are left out of the JSON answer. */
  z.strictObject({ kind: z.literal("omitFields"), fields: z.array(z.string()).min(1) }),
  /** Done, but these fields of the JSON answer hold other values. */
  z.strictObject({ kind: z.literal("setFields"), fields: z.record(z.string(), z.json()) }),
  /** Nothing changed; this very answer, whatever the request. */
  z.strictObject({
    kind: z.literal("answer"),
    status: z.number().int().min(200).max(599),
    body: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** Done, but the answer never arrives: the socket is cut. */
  z.strictObject({ kind: z.literal("dropResponse") }),
  /** Done at once, answered so many real milliseconds later. */
  z.strictObject({ kind: z.literal("delayResponse"), delayMs }),
  /** Done, headers at once, then so many bytes every so many real milliseconds. */
  z.strictObject({
    kind: z.literal("slowBody"),
    bytes: z.number().int().min(1).default(16),
    everyMs: z.number().min(1).default(50),
  }),
]);

const endpoint = z.enum([
  "token",
  "revoke",
  "connections",
  "api",
  "userinfo",
  "keys",
  "discovery",
  "authorize",
]);

const faultInput = z.strictObject({
  effect,
  provider: z.enum(["qbo", "xero"]).optional(),
  endpoint: endpoint.optional(),
  grantType: z.enum(["authorization_code", "refresh_token"]).optional(),
  grantId: z.string().optional(),
  /** Intuit realmId or Xero tenantId. */
  tenantId: z.string().optional(),
  /** Hit this many requests, then vanish. Without it: once, or without end when `forMs` is given. */
  times: z.number().int().min(1).optional(),
  /** Only for so many virtual milliseconds from now. */
  forMs: z.number().min(0).optional(),
  /** Hit every nth matching request only, beginning with the nth. */
  every: z.number().int().min(1).default(1),
});

export type FaultInput = z.input<typeof faultInput>;
export type FaultEffect = z.infer<typeof effect>;
export type EndpointKind = z.infer<typeof endpoint>;
type ParsedFault = z.infer<typeof faultInput>;

/** A fault in force. */
export interface Fault extends ParsedFault {
  id: string;
  hitsLeft: number | null;
  untilMs: number | null;
  matched: number;
}

interface FaultSubject {
  provider: Provider;
  endpoint: EndpointKind;
  grantType?: string;
  grantId?: string;
  tenantId?: string;
}

const TARGETS = ["provider", "endpoint", "grantType", "grantId", "tenantId"] as const;

/** Faults on demand, in the order they were added. */
export class FaultList {
  readonly #faults = new Map<string, Fault>();

  add(input: FaultInput, nowMs: number): Fault {
    const fault = faultInput.parse(input);
    const hitsLeft = fault.times ?? (fault.forMs === undefined ? 1 : null);
    const untilMs = fault.forMs === undefined ? null : nowMs + fault.forMs;
    const added = { ...fault, id: randomUUID(), hitsLeft, untilMs, matched: 0 };
    this.#faults.set(added.id, added);
    return added;
  }

  /** The effects a request meets; each fault it meets is used up by one. */
  meet(subject: FaultSubject, nowMs: number): FaultEffect[] {
    const met: FaultEffect[] = [];
    for (const fault of this.#faults.values()) {
      if (fault.untilMs !== null && nowMs >= fault.untilMs) this.#faults.delete(fault.id);
      else if (TARGETS.every((target) => fault[target] === undefined || fault[target] === subject[target])) {
        fault.matched += 1;
        if (fault.matched % fault.every !== 0) continue;
        met.push(fault.effect);
        if (fault.hitsLeft !== null) fault.hitsLeft -= 1;
        if (fault.hitsLeft === 0) this.#faults.delete(fault.id);
      }
    }
    return met;
  }

  list(): Fault[] {
    return structuredClone([...this.#faults.values()]);
  }

  clear(id?: string): void {
    if (id === undefined) this.#faults.clear();
    else this.#faults.delete(id);
  }
}
