import { withstands } from "../harness/withstands";
import { afterExchange } from "./after-exchange";
import { codeAttacks } from "./code-attacks";
import { reconnectRaces } from "./reconnect-races";
import { stateAttacks } from "./state-attacks";

withstands(afterExchange, reconnectRaces, stateAttacks, codeAttacks);
