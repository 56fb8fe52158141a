import { killsAfterJournal, killsWithGrace } from "./kills";
import { withstands } from "./withstands";

withstands(killsWithGrace, killsAfterJournal);
