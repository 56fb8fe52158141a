import type { Notice } from "@/app/_notice/notice";
import { Alert } from "@/components/ui/alert";
import { DoneBanner } from "@/components/ui/done-banner";

/** What just came of a consent, above the page. */
export function Outcome({ notice }: { notice: Notice | undefined }) {
  if (!notice) return null;
  return (
    <div className="mb-5">
      {notice.tone === "working" ? (
        <DoneBanner title={notice.title}>{notice.message}</DoneBanner>
      ) : (
        <Alert title={notice.title}>{notice.message}</Alert>
      )}
    </div>
  );
}
