import { withstands } from "../harness/withstands";
import { forgedCiphertexts, swappedCiphertexts } from "./ciphertexts";
import { databaseStops } from "./database-stops";
import { lostCommits } from "./lost-commits";
import { restarts } from "./restarts";

withstands(databaseStops, lostCommits, restarts, swappedCiphertexts, forgedCiphertexts);
