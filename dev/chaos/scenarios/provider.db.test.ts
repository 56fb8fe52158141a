import { withstands } from "../harness/withstands";
import { badAnswers } from "./bad-answers";
import { callersGone, crowd } from "./callers-at-once";
import { halfOutage, outage } from "./outage";
import { slowProvider } from "./slow-provider";
import { wrongClock } from "./wrong-clock";

withstands(slowProvider, crowd, callersGone, badAnswers, outage, halfOutage, wrongClock);
