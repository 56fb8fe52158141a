import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import type { Notice } from "./notice";

interface NoticeBannerProps {
  notice: Notice | undefined;
  /** What to do next, if anything. */
  action?: ReactNode;
}

export function NoticeBanner({ notice, action }: NoticeBannerProps) {
  if (!notice) return null;
  return (
    <Banner
      tone={notice.tone}
      title={notice.title}
      role={notice.tone === "working" || notice.tone === "disconnected" ? "status" : "alert"}
      action={action}
      className="mb-6"
    >
      {notice.message}
      {notice.links?.map(({ href, label }) => (
        <Fragment key={href}>
          {" "}
          <Link href={href} prefetch={false} className="underline underline-offset-2">
            {label}
          </Link>
        </Fragment>
      ))}
    </Banner>
  );
}
