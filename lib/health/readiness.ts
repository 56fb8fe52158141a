import { runtime } from "@/lib/runtime";

const PATIENCE_MS = 3_000;

type Readiness = { status: "ready" } | { status: "not ready"; reason: string };

/** Whether this process can serve: asks the database, and gives up on it after three seconds. */
export async function readiness(): Promise<Readiness> {
  const { database, log } = runtime();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([database.query("SELECT 1"), patience]);
    return { status: "ready" };
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : "unknown" }, "The database does not answer");
    return { status: "not ready", reason: "The database does not answer." };
  } finally {
    clearTimeout(timer);
  }
}
