import { afterExchange } from "./after-exchange";
import { codeAttacks } from "./code-attacks";
import { reconnectRaces } from "./reconnect-races";
import { stateAttacks } from "./state-attacks";
import { withstands } from "./withstands";

withstands(afterExchange, reconnectRaces, stateAttacks, codeAttacks);
