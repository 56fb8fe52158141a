import { ExactTime } from "@/components/ui/exact-time";
import { Time } from "@/components/ui/time";
import { daysBetween } from "@/components/ui/time-format";
import { audit } from "@/lib/audit";
import { serverNowMs } from "@/lib/server-clock";
import { shownZone } from "../../shown-zone";

/** How far the log can be proved unchanged, in one line. */
export async function SealLine() {
  const { enabled, sealedTo, verifiedAt, problem } = await audit().findSealStatus();
  if (problem) {
    return (
      <p role="alert" className="font-medium text-reconnect">
        The seal does not hold: {problem}
      </p>
    );
  }
  if (!sealedTo) return enabled ? <p className="text-xs text-muted">Not sealed yet</p> : null;
  return (
    <p className="text-xs text-muted" title="Rows up to then are signed: a later change would show">
      Tamper-evident up to <Moment at={sealedTo} />
      {verifiedAt ? (
        <>
          , last verified <Moment at={verifiedAt} />
        </>
      ) : (
        ", not verified yet"
      )}
    </p>
  );
}

/** The hour alone, where the day is today's. */
async function Moment({ at }: { at: Date }) {
  const timeZone = await shownZone();
  const isToday = daysBetween(at, serverNowMs(), timeZone) === 0;
  return isToday ? <ExactTime at={at} timeZone={timeZone} timeOnly /> : <Time at={at} />;
}
