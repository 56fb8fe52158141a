import { ExactTime } from "@/components/ui/exact-time";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { daysBetween } from "@/components/ui/time-format";
import { audit } from "@/lib/audit";
import { serverNowMs } from "@/lib/server-clock";
import { shownZone } from "../../shown-zone";
import { lastVerified, NOT_SEALED, NOT_VERIFIED, SEALED_MEANS, sealBroken, sealedTo } from "../words";

/** How far the log can be proved unchanged, in one line. */
export async function SealLine() {
  const { enabled, sealedTo: toAt, verifiedAt, problem } = await audit().findSealStatus();
  if (problem) {
    return (
      <p role="alert" className="font-medium text-reconnect">
        {sealBroken(problem)}
      </p>
    );
  }
  if (!toAt) return enabled ? <p className="text-xs text-muted">{NOT_SEALED}</p> : null;
  return (
    <p className="text-xs text-muted" title={SEALED_MEANS}>
      <Sentence parts={sealedTo(<Moment at={toAt} />)} />
      {verifiedAt ? <Sentence parts={lastVerified(<Moment at={verifiedAt} />)} /> : NOT_VERIFIED}
    </p>
  );
}

/** The hour alone, where the day is today's. */
async function Moment({ at }: { at: Date }) {
  const timeZone = await shownZone();
  const isToday = daysBetween(at, serverNowMs(), timeZone) === 0;
  return isToday ? <ExactTime at={at} timeZone={timeZone} timeOnly /> : <Time at={at} />;
}
