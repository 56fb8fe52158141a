import Ellipsis from "lucide-react/icons/ellipsis";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import type { ConnectionDetail } from "@/lib/health";
import { CONNECT_DIFFERENT } from "../../connections/[id]/words";
import { moreFor } from "../words";

/** What is done rarely, and on purpose. The browser opens and closes it, with or without scripts. */
export function MoreMenu({ connection: { id, providerName } }: { connection: ConnectionDetail }) {
  const menuId = `more-${id}`;
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        aria-label={moreFor(providerName)}
        title="More"
        className={buttonClass({ variant: "secondary" }, "px-2.5")}
      >
        <Ellipsis aria-hidden />
      </button>
      <div
        id={menuId}
        popover="auto"
        className="m-auto min-w-60 rounded-lg border border-border bg-surface p-1 text-text shadow-overlay supports-[position-area:bottom]:m-0 supports-[position-area:bottom]:mt-1 supports-[position-area:bottom]:[position-area:bottom_span-left] supports-[position-area:bottom]:[position-try-fallbacks:flip-inline,flip-block]"
      >
        <Link
          href={`/connections/${id}/move`}
          prefetch={false}
          className="flex min-h-9 items-center rounded px-3 hover:bg-hover"
        >
          {CONNECT_DIFFERENT}
        </Link>
      </div>
    </>
  );
}
