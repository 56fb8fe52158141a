import { withstands } from "../harness/withstands";
import { databaseStops } from "./database-stops";
import { lostCommits } from "./lost-commits";
import { restarts } from "./restarts";
import { forgedCiphertexts, swappedCiphertexts } from "./sealing";

withstands(databaseStops, lostCommits, restarts, swappedCiphertexts, forgedCiphertexts);
