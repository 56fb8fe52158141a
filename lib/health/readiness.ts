import { isCode } from "@/lib/errors";
import { isDraining, runtime } from "@/lib/runtime";
import { tokenService } from "@/lib/token";

const PATIENCE_MS = 3_000;

type Readiness = { status: "ready" } | { status: "not ready"; reason: string };

/** Whether this process can serve: asks the database, and gives up on it after three seconds. */
export async function readiness(): Promise<Readiness> {
  if (isDraining()) return { status: "not ready", reason: "This process is ending." };
  const { database, log } = runtime();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  const asked = Promise.all([database.query("SELECT 1"), tokenService.requireKnownKeys()]);
  try {
    await Promise.race([asked, patience]);
    return { status: "ready" };
  } catch (error) {
    const reason = isCode(error, "misconfigured")
      ? "The encryption keys do not open what is stored."
      : "The database does not answer.";
    log.warn({ error: error instanceof Error ? error.message : "unknown" }, reason);
    return { status: "not ready", reason };
  } finally {
    clearTimeout(timer);
  }
}
