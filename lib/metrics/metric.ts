import { Counter, Gauge, type Registry } from "prom-client";

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
