import { Banner } from "@/components/ui/banner";
import type { Notice } from "../notice";

export function NoticeBanner({ notice }: { notice: Notice | undefined }) {
  if (!notice) return null;
  return (
    <Banner
      tone={notice.tone}
      title={notice.title}
      role={notice.tone === "working" || notice.tone === "disconnected" ? "status" : "alert"}
      className="mb-6"
    >
      {notice.message}
    </Banner>
  );
}
