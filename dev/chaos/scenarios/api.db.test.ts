import { withstands } from "../harness/withstands";
import { apiKills } from "./api-kills";

withstands(apiKills);
