import { AsyncLocalStorage } from "node:async_hooks";
import type { Random } from "@/dev/demo/random";

/** Longer than a step takes; an actor that waits for the other (for a row's lock, say) is passed over after it. */
const STEP_MS = 15;

interface Course {
  atGate: (() => void)[];
  arrived: () => void;
}

const courses = new AsyncLocalStorage<Course>();

/** Where an actor of `interleave` waits for its turn; anybody else walks through. */
export async function gate(): Promise<void> {
  const course = courses.getStore();
  if (!course) return;
  await new Promise<void>((resolve) => {
    course.atGate.push(resolve);
    course.arrived();
  });
}

/** Runs actors one step from gate to gate at a time, whose turn it is being drawn; resolves when all have ended. */
export async function interleave(random: Random, actors: readonly (() => Promise<unknown>)[]): Promise<void> {
  const course: Course = { atGate: [], arrived: () => {} };
  let acting = actors.length;
  for (const act of actors) {
    const ended = courses.run(course, async () => {
      await gate();
      await act();
    });
    ended
      .catch(() => {})
      .finally(() => {
        acting--;
        course.arrived();
      });
  }
  while (acting > 0) {
    if (course.atGate.length < acting) await arrivalOf(course);
    const turn = random.between(0, course.atGate.length - 1);
    const [go] = course.atGate.splice(turn, 1);
    go?.();
  }
}

function arrivalOf(course: Course): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, STEP_MS);
    course.arrived = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
