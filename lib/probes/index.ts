export { listenAt } from "./listen-at";
export { PROBE_PATHS, probeAnswer } from "./probe-answer";
export { serveProbes } from "./serve-probes";
