import autocannon from "autocannon";

/** What to ask, how often and by how many connections. */
export interface LoadQuestion {
  origin: string;
  /** Asked in turn. */
  paths: readonly string[];
  method: "GET" | "POST";
  headers: Record<string, string>;
  connections: number;
  /** Seconds, or a number of requests. */
  for: { seconds: number } | { requests: number };
}

export interface LoadReply {
  perSecond: number;
  p99Ms: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  /** Requests that got no answer. */
  unanswered: number;
}

async function load(question: LoadQuestion): Promise<LoadReply> {
  const { origin, paths, method, headers, connections } = question;
  const result = await autocannon({
    url: origin,
    connections,
    method,
    headers,
    requests: paths.map((path) => ({ path })),
    ...("seconds" in question.for ? { duration: question.for.seconds } : { amount: question.for.requests }),
  });
  const statuses = Object.entries(result.statusCodeStats ?? {}).map(([status, { count }]) => [status, count]);
  return {
    perSecond: result.requests.average,
    p99Ms: result.latency.p99,
    statuses: Object.fromEntries(statuses),
    unanswered: result.errors + result.timeouts,
  };
}

process.on("message", async (question: LoadQuestion) => process.send?.(await load(question)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
