import { bindVerbs, processPart } from "@/lib/process";
import type { FactorDeps } from "./deps";
import { beginEnrolment, confirmEnrolment, findEnrolment, renewBackupCodes } from "./enrol";
import { finishSetUp, finishSignIn } from "./finish-sign-in";
import { proofOf, prove } from "./prove";
import { removeSecondFactor, resetSecondFactor } from "./remove";
import { requireSecondFactor, secondFactorSince, secondFactorUse } from "./requirement";

export type { FactorBox } from "./deps";
export type { Enrolment } from "./enrol";
export type { PendingSignIn, SignInStep } from "./step-before";

/** What a person shows beside their password. */
export const createSecondFactors = (deps: FactorDeps) =>
  bindVerbs(deps, {
    beginEnrolment,
    confirmEnrolment,
    findEnrolment,
    finishSetUp,
    finishSignIn,
    proofOf,
    prove,
    removeSecondFactor,
    renewBackupCodes,
    requireSecondFactor,
    resetSecondFactor,
    secondFactorSince,
    secondFactorUse,
  });

export type SecondFactors = ReturnType<typeof createSecondFactors>;
export const { get: secondFactors, install: installSecondFactors } =
  processPart<SecondFactors>("secondFactors");
