import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createMetrics, type MetricsSources } from "./index";

const docs = new URL("../../docs/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, docs), "utf8");
const never = () => Promise.reject(new Error("names need no figures"));

/** Every metric's name, as a registry of all sources has it. */
function exported(): string[] {
  const database = { query: never, pool: {} } as unknown as MetricsSources["database"];
  const sources = {
    engine: { stats: never },
    connectionsByStatus: never,
    jobCounts: never,
    version: "1.2.3",
  };
  const registry = createMetrics({ ...sources, database, log: { warn: () => {} } });
  return registry.getMetricsAsArray().map(({ name }) => name);
}

const ours = exported().filter((name) => name.startsWith("countersign_"));
const METRIC = /\b(?:countersign|process|nodejs)_[a-z0-9_]+/g;

test("the dashboard asks for every metric of ours and for none that is not there", () => {
  const { panels } = JSON.parse(text("grafana-dashboard.json"));
  const expressions: string[] = panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
    targets.map(({ expr }) => expr),
  );
  const asked = new Set(
    expressions
      .flatMap((expression) => expression.match(METRIC) ?? [])
      .map((name) => name.replace(/_bucket$/, "")),
  );
  expect([...asked].filter((name) => !exported().includes(name))).toEqual([]);
  expect(ours.filter((name) => !asked.has(name))).toEqual([]);
});

test("the operations page lists every metric of ours, and its rules name none that is not there", () => {
  const page = text("operations.md");
  const listed = [...page.matchAll(/^\| `(countersign_\w+)` \|/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...ours].sort());
  const named = page.match(/\bcountersign_[a-z0-9_]+/g) ?? [];
  expect(named.filter((name) => !ours.includes(name))).toEqual([]);
});

test("names and units are Prometheus's: counters end in _total, and nothing else does", () => {
  const database = { query: never, pool: {} } as unknown as MetricsSources["database"];
  const sources = {
    engine: { stats: never },
    connectionsByStatus: never,
    jobCounts: never,
    version: "1.2.3",
  };
  const registry = createMetrics({ ...sources, database, log: { warn: () => {} } });
  const metrics = registry.getMetricsAsArray().filter(({ name }) => name.startsWith("countersign_"));
  for (const { name, type, help } of metrics) {
    expect([name, name.endsWith("_total")]).toEqual([name, String(type) === "counter"]);
    expect(help).toMatch(/\.$/);
  }
});
