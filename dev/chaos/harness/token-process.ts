import { startTokens } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { answerParent } from "./answer-parent";
import type { TokenProcessSetup } from "./fork-token-process";

/** A process of its own that vends tokens on command, as one of several application servers would. */
const setup = JSON.parse(process.env.TOKEN_PROCESS_SETUP ?? "") as TokenProcessSetup;
const database = openDatabase({ url: setup.settings.databaseUrl });
const { service } = await startTokens(setup.settings, database, createDatabaseClock(), setup.timings);
await answerParent(service);
