import { databaseStops } from "./database-stops";
import { lostCommits } from "./lost-commits";
import { forgedCiphertexts, swappedCiphertexts } from "./sealing";
import { withstands } from "./withstands";

withstands(databaseStops, lostCommits, swappedCiphertexts, forgedCiphertexts);
