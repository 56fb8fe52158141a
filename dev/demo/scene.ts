import type { Random } from "./random";
import type { Stage } from "./stage";
import type { Timeline } from "./timeline";

/** All that a plot needs to happen somewhere, sometime. */
export interface Scene {
  stage: Stage;
  timeline: Timeline;
  random: Random;
}
