import { Time } from "@/components/ui/time";
import { currentUser, pageAddress } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";

/** On paper alone: as of when, by whom and from where, for who finds the sheet in a file. */
export async function PrintHeader() {
  const [user, address] = await Promise.all([currentUser(), pageAddress()]);
  return (
    <p className="mb-3 hidden border-b border-border pb-2 text-xs text-muted print:block">
      Countersign, as of <Time at={serverNowMs()} />
      {user && `, by ${user.name}`}. <span className="wrap-anywhere">{address}</span>
    </p>
  );
}
