import { health } from "@/lib/health";
import { bindVerbs, processPart } from "@/lib/process";
import type { SupportDeps } from "./deps";
import { makeBundle } from "./make-bundle";
import { readEncryption } from "./read-encryption";

export type { EncryptionView } from "./read-encryption";

/** Which Countersign this is, and whether it can serve. */
async function readAbout({ version }: SupportDeps) {
  return { version, node: process.versions.node, readiness: await health().readiness() };
}

/** What an admin is told of this installation, and can hand to who helps. */
export const createSupport = (deps: SupportDeps) =>
  bindVerbs(deps, { makeBundle, readAbout, readEncryption });

type Support = ReturnType<typeof createSupport>;
export const { get: support, install: installSupport } = processPart<Support>("support");
