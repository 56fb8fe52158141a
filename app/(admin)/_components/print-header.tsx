import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { currentUser, pageAddress } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { asOf, asOfBy } from "./words";

/** On paper alone: as of when, by whom and from where, for who finds the sheet in a file. */
export async function PrintHeader() {
  const [user, address] = await Promise.all([currentUser(), pageAddress()]);
  const at = <Time at={serverNowMs()} />;
  const place = <span className="wrap-anywhere">{address}</span>;
  return (
    <p className="mb-3 hidden border-b border-border pb-2 text-xs text-muted print:block">
      <Sentence parts={user ? asOfBy(at, user.name, place) : asOf(at, place)} />
    </p>
  );
}
