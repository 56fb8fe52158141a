import { databaseStops } from "./database-stops";
import { lostCommits } from "./lost-commits";
import { restarts } from "./restarts";
import { forgedCiphertexts, swappedCiphertexts } from "./sealing";
import { withstands } from "./withstands";

withstands(databaseStops, lostCommits, restarts, swappedCiphertexts, forgedCiphertexts);
