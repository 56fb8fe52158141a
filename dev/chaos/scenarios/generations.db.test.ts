import { withstands } from "../harness/withstands";
import { generations } from "./generations";

withstands(generations);
