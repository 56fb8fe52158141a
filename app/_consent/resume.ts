import { identifier } from "@/app/_input/identifier";

const PARAMETER = "resume";

/** The step that signing out cut off: the connection that was about to be reconnected, as an address carries it. */
export function resume(connectionId: string): Record<string, string> {
  return { [PARAMETER]: connectionId };
}

export function resumedConnection(
  given: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const parsed = identifier.safeParse([given[PARAMETER]].flat()[0]);
  return parsed.success ? parsed.data : undefined;
}
