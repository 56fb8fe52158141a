import { withstands } from "../harness/withstands";
import { keptFresh } from "./kept-fresh";
import { outageByJobs } from "./outage-jobs";
import { stoppedWorkers } from "./stopped-workers";

withstands(outageByJobs, stoppedWorkers, keptFresh);
