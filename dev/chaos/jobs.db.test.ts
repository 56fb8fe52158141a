import { keptFresh } from "./kept-fresh";
import { outageByJobs } from "./outage-jobs";
import { stoppedWorkers } from "./stopped-workers";
import { withstands } from "./withstands";

withstands(outageByJobs, stoppedWorkers, keptFresh);
