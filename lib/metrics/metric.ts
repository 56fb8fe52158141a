import { Counter, Gauge, type MetricValue, type MetricValueWithName, type Registry } from "prom-client";

interface Sample {
  /** Only values of closed sets: providers, statuses, error codes; never a company or a person. */
  labels?: Record<string, string>;
  value: number;
}

/** One metric: what it is called, and how it is read out of what a scrape looked at. */
export interface Metric<Seen> {
  kind: "counter" | "gauge";
  name: string;
  help: string;
  labels?: readonly string[];
  /** No sample of a labelled metric leaves it out of the answer. */
  samples: (seen: Seen) => Sample[];
}

/** A histogram that is counted elsewhere. prom-client's own can only be observed into. */
export interface HistogramMetric<Seen> {
  name: string;
  help: string;
  labels?: readonly string[];
  samples: (seen: Seen) => { labels?: Record<string, string>; value: HistogramReading }[];
}

interface HistogramReading {
  /** Cumulative: how many took at most `boundMs`. */
  buckets: readonly { boundMs: number; count: number }[];
  count: number;
  sumMs: number;
}

/** Registers histograms, in seconds, that are read at every scrape. */
export function registerHistograms<Seen>(
  registry: Registry,
  metrics: readonly HistogramMetric<Seen>[],
  look: () => Promise<Seen>,
): void {
  const lookOnce = whileUnderWay(look);
  for (const { name, help, samples } of metrics) {
    const read = async () => ({
      name,
      help,
      type: "histogram",
      aggregator: "sum",
      values: samples(await lookOnce()).flatMap(({ labels = {}, value }) =>
        histogramValues(name, labels, value),
      ),
    });
    const metric = { name, help, type: "histogram", get: read, reset: () => {} };
    registry.registerMetric(metric as unknown as Parameters<Registry["registerMetric"]>[0]);
  }
}

function histogramValues(
  name: string,
  labels: Record<string, string>,
  { buckets, count, sumMs }: HistogramReading,
): (MetricValue<string> | MetricValueWithName<string>)[] {
  const bucket = (le: string, value: number) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...buckets.map(({ boundMs, count: below }) => bucket(String(boundMs / 1_000), below)),
    bucket("+Inf", count),
    { metricName: `${name}_sum`, labels, value: sumMs / 1_000 },
    { metricName: `${name}_count`, labels, value: count },
  ];
}

/**
 * Registers metrics that are read at every scrape.
 *
 * @param look Called once a scrape, however many metrics share it.
 */
export function register<Seen>(
  registry: Registry,
  metrics: readonly Metric<Seen>[],
  look: () => Promise<Seen>,
): void {
  const lookOnce = whileUnderWay(look);
  for (const { kind, name, help, labels = [], samples } of metrics) {
    const settings = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === "gauge") {
      const gauge = new Gauge({
        ...settings,
        collect: async () => {
          const seen = await lookOnce();
          gauge.reset();
          for (const { labels: of = {}, value } of samples(seen)) gauge.set(of, value);
        },
      });
    } else {
      const counter = new Counter({
        ...settings,
        collect: async () => {
          const seen = await lookOnce();
          counter.reset();
          for (const { labels: of = {}, value } of samples(seen)) counter.inc(of, value);
        },
      });
    }
  }
}

/** Gives everyone who asks while an answer is under way that answer. */
function whileUnderWay<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
