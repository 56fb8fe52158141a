import type { Scenario } from "../harness/scenario";
import { afterExchange } from "./after-exchange";
import { apiKills } from "./api-kills";
import { badAnswers } from "./bad-answers";
import { callersGone, crowd } from "./callers-at-once";
import { forgedCiphertexts, swappedCiphertexts } from "./ciphertexts";
import { codeAttacks } from "./code-attacks";
import { databaseStops } from "./database-stops";
import { eventKills } from "./event-kills";
import { generations } from "./generations";
import { keptFresh } from "./kept-fresh";
import { keyRotation } from "./key-rotation";
import { killsAfterJournal, killsWithGrace, killsWithoutGrace } from "./kills";
import { lostCommits } from "./lost-commits";
import { halfOutage, outage } from "./outage";
import { outageByJobs } from "./outage-jobs";
import { reconnectRaces } from "./reconnect-races";
import { restarts } from "./restarts";
import { slowProvider } from "./slow-provider";
import { stateAttacks } from "./state-attacks";
import { stoppedWorkers } from "./stopped-workers";
import { sustained } from "./sustained";
import { wrongClock } from "./wrong-clock";

/** Every fault and attack that can be tried with the token service alone, in the threats' order. */
export const scenarios: readonly Scenario[] = [
  killsWithGrace,
  killsAfterJournal,
  killsWithoutGrace,
  databaseStops,
  slowProvider,
  crowd,
  callersGone,
  afterExchange,
  badAnswers,
  reconnectRaces,
  outage,
  halfOutage,
  outageByJobs,
  wrongClock,
  lostCommits,
  restarts,
  stoppedWorkers,
  swappedCiphertexts,
  forgedCiphertexts,
  keyRotation,
  stateAttacks,
  codeAttacks,
  generations,
  eventKills,
  sustained,
  keptFresh,
  apiKills,
];
