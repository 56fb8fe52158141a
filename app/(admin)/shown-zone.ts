import { UTC } from "@/components/ui/time-format";
import { currentUser } from "@/lib/door";

/** The zone in which the person who is signed in reads times, for what the server writes itself. */
export async function shownZone(): Promise<string> {
  return (await currentUser())?.timeZone ?? UTC;
}
