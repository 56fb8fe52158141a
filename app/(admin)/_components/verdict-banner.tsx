import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { STATUS } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Verdict } from "@/lib/health";

/** The worst problem of a connection, and its way out. Nothing while it works. */
export function VerdictBanner({
  verdict,
  action,
  className = "mb-6",
}: {
  verdict: Verdict;
  action?: ReactNode;
  className?: string;
}) {
  const { status, since, sentence, nextStep, deadline } = verdict;
  if (status === "working") return null;
  const { word, tone } = STATUS[status];
  return (
    <Banner
      className={className}
      tone={tone}
      action={action}
      title={
        <>
          {word}
          {status === "expiring_soon" && deadline ? (
            <>
              : ends <Time at={deadline.at} />
            </>
          ) : (
            since && (
              <>
                {" "}
                since <Time at={since} />
              </>
            )
          )}
        </>
      }
    >
      {sentence} {nextStep}
    </Banner>
  );
}
