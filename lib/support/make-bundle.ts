import { health } from "@/lib/health";
import { jobCounts } from "@/lib/jobs";
import { peopleByRole } from "@/lib/people/views";
import { jobsState } from "@/lib/runtime";
import { grantErrorCodes } from "@/lib/token/views";
import type { SupportDeps } from "./deps";
import { readEncryption } from "./read-encryption";

interface Counted {
  name: string;
  count: number;
}

/**
 * What a person who helps needs to know of this installation, as JSON. It holds counts, codes, and names of variables:
 * no value of a variable, no name or id of a company or person, no message.
 */
export async function makeBundle(deps: SupportDeps) {
  const { database, clock, version, variables } = deps;
  const count = (statement: string) => database.query<Counted>(statement).then(byName);
  const [readiness, connections, errors, people, jobs, encryption, postgres] = await Promise.all([
    health().readiness(),
    health().countByStatus(),
    count(grantErrorCodes),
    count(peopleByRole),
    jobCounts(deps),
    readEncryption(deps),
    database.query<{ version: string }>(`SELECT current_setting('server_version') AS version`),
  ]);
  const { seal, rows, plainIds, journal, lastRotation } = encryption;
  return {
    madeAt: new Date(clock.nowMs()).toISOString(),
    version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    postgres: postgres[0]?.version ?? "",
    upSeconds: Math.floor(process.uptime()),
    readiness,
    variablesSet: [...variables].sort(),
    connections,
    grantsByLastErrorCode: errors,
    people,
    jobsRunHere: jobsState() !== undefined,
    jobs,
    encryption: {
      keys: encryption.keys.length,
      unknownKeys: encryption.keys.filter(({ role }) => role === "unknown").length,
      rows,
      plainIds,
      journal,
      lastRotation: lastRotation && { at: lastRotation.at, outcome: lastRotation.outcome },
    },
    seal: {
      enabled: seal.enabled,
      sealedTo: seal.sealedTo,
      verifiedAt: seal.verifiedAt,
      holds: seal.problem === null,
    },
  };
}

const byName = (rows: readonly Counted[]) => Object.fromEntries(rows.map(({ name, count }) => [name, count]));
