import { CountersignError } from "@/lib/errors";
import { type ConnectionDetail, health } from "@/lib/health";
import type { ApiKey } from "@/lib/people";
import { providerOf } from "@/lib/token";
import { aboutCompany, environmentOf, requireReach } from "./reach";

/**
 * The connection that a path names, live or not.
 *
 * @throws {CountersignError} `not_found` for what the key does not reach or what does not exist; `no_connection` for a
 * company that never had one in the key's environment.
 */
export function findReached(
  key: ApiKey,
  path: { company: string; provider: string },
): Promise<ConnectionDetail> {
  const provider = requireReach(key, path.company, path.provider);
  return aboutCompany(path.company, async () => {
    const id = await health().findConnectionOf(path.company, provider);
    const detail = id === undefined ? undefined : await health().findConnection(id);
    if (detail && detail.environment === environmentOf(key, provider)) return detail;
    const message = `Company "${path.company}" is not connected to ${providerOf(provider).displayName}.`;
    throw new CountersignError("no_connection", message);
  });
}
