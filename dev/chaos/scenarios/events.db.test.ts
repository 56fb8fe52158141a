import { withstands } from "../harness/withstands";
import { eventKills } from "./event-kills";

withstands(eventKills);
