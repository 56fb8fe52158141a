import { z } from "zod";
import { type PageStart, readCursor, setPlace } from "@/app/_paging/page-cursor";
import type { Cursor } from "@/lib/health";
import { shownText } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import { hrefOf, type ListParams, listFields, readList } from "../_lists/list-params";

const PATH = "/health";
/** No connection is older. */
const FIRST_MS = Date.UTC(2000, 0);

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** A day that was asked for and can't be shown. */
export interface UnusableDay {
  text: string;
  why: "to come" | "too early" | "no day";
}

/** What a URL asks the health page for. A place that is none is left out; a day that is none is said. */
export interface HealthParams {
  /** Midnight in UTC of a day that has begun. */
  onMs?: number | undefined;
  unusable?: UnusableDay | undefined;
  cursor?: Cursor | undefined;
}

export function readHealthParams(given: Given, nowMs: number): HealthParams {
  const on = [given.on].flat().filter(Boolean).join(", ");
  const onMs = dayOf(on);
  const cursor = readCursor(given);
  if (on === "") return { cursor };
  const unusable = (why: UnusableDay["why"]) => ({ unusable: { text: shownText(on, 40), why } });
  if (onMs === undefined) return unusable("no day");
  if (onMs > nowMs) return unusable("to come");
  return onMs < FIRST_MS ? unusable("too early") : { onMs, cursor };
}

const FIELDS = { ...listFields, trouble: z.literal("90d") };
/** Parameters of the page that are no filter of the list. */
const OTHERS = ["on", "notice"];

/** The list that a URL asks for, where it asks for no day. */
export function readHealthList(given: Given): ListParams {
  return readList(given, FIELDS, OTHERS);
}

/** The address of the list; what is as by default is left out. */
export function healthListHref(params: Partial<ListParams>, place?: PageStart): string {
  return hrefOf(PATH, params, place);
}

/** @param onMs A day's midnight in UTC. */
export function healthHref(onMs?: number, start?: PageStart): string {
  const query = new URLSearchParams();
  if (onMs !== undefined) query.set("on", isoDay(onMs));
  if (start) setPlace(query, start);
  return query.size > 0 ? `${PATH}?${query}` : PATH;
}

/** "2026-03-31" */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || ms % DAY_MS !== 0 || isoDay(ms) !== text ? undefined : ms;
}
