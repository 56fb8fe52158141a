import { withstands } from "../harness/withstands";
import { killsAfterJournal, killsWithGrace } from "./kills";

withstands(killsWithGrace, killsAfterJournal);
