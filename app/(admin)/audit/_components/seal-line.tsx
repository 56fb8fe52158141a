import { Time } from "@/components/ui/time";
import { audit } from "@/lib/audit";

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
      Tamper-evident up to <Time at={sealedTo} />
      {verifiedAt ? (
        <>
          , verified <Time at={verifiedAt} />
        </>
      ) : (
        ", not verified yet"
      )}
    </p>
  );
}
