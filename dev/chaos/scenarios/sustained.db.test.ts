import { withstands } from "../harness/withstands";
import { sustained } from "./sustained";

withstands(sustained);
