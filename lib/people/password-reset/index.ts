import { bindVerbs, processPart } from "@/lib/process";
import type { LinkDeps } from "../links/link-deps";
import { askPasswordReset } from "./ask-reset";
import { completePasswordReset, readReset } from "./complete-reset";

export { RESET_FAULTS } from "./complete-reset";

/** New passwords for people who forgot theirs. */
export const createPasswordReset = (deps: LinkDeps) =>
  bindVerbs(deps, {
    askPasswordReset,
    completePasswordReset,
    isMailSet: ({ mailer }: LinkDeps) => mailer !== null,
    readReset,
  });

type Resets = ReturnType<typeof createPasswordReset>;
export const { get: passwordReset, install: installPasswordReset } = processPart<Resets>("passwordReset");
