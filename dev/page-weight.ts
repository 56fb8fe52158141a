import { gzipSync } from "node:zlib";

const SCRIPT = /<script\b[^>]*>/g;
const SOURCE = /\bsrc="(\/_next\/[^"]+\.js)[^"]*"/;

/** Gzipped kB of scripts that a page may load, the first path that fits; a bare page with one form is 135. */
const BUDGETS: readonly [path: RegExp, kilobytes: number][] = [
  [/^\/(sign-in|forgot-password|reset-password|invite|connect\/|connect$|reconnect|disconnected)/, 140],
  [/^\/audit/, 185],
  [/^\//, 165],
];

/** @param path With its leading slash. */
export function budgetKilobytes(path: string): number {
  return BUDGETS.find(([start]) => start.test(path))?.[1] ?? 0;
}

/** The scripts a page makes a present-day browser load at once, by their paths. */
export function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(SCRIPT)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag));
  return [...new Set(tags.flatMap((tag) => SOURCE.exec(tag)?.[1] ?? []))];
}

/** Adds up what scripts weigh gzipped, in bytes, fetching each once however many pages share it. */
export function scales(appUrl: string): (html: string) => Promise<number> {
  const weights = new Map<string, Promise<number>>();
  const weigh = async (path: string) => {
    const response = await fetch(`${appUrl}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return gzipSync(Buffer.from(await response.arrayBuffer())).length;
  };
  return async (html) => {
    const paths = scriptsOf(html);
    if (paths.length === 0) throw new Error("The page names no script");
    for (const path of paths) if (!weights.has(path)) weights.set(path, weigh(path));
    const each = await Promise.all(paths.map((path) => weights.get(path) ?? 0));
    return each.reduce((sum, bytes) => sum + bytes, 0);
  };
}
