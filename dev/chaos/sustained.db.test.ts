import { sustained } from "./sustained";
import { withstands } from "./withstands";

withstands(sustained);
