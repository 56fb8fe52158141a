import type { Metric } from "./metric";

export const buildMetrics: readonly Metric<{ version: string; node: string }>[] = [
  {
    kind: "gauge",
    name: "countersign_build_info",
    help: "1, labelled with the version of Countersign and of the Node it runs on.",
    labels: ["version", "node"],
    samples: (labels) => [{ labels, value: 1 }],
  },
];
