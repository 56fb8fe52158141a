import Link from "next/link";
import { Card } from "@/components/ui/card";
import { StatusBadge } from "@/components/ui/status-badge";
import { ReconnectButton } from "../../connections/_components/reconnect-button";
import type { SearchGroup } from "../search-entry";

interface ResultListProps {
  group: SearchGroup;
  /** The page to show when a consent could not even begin. */
  returnTo: string;
}

export function ResultList({ group, returnTo }: ResultListProps) {
  return (
    <Card title={group.title} flush>
      <ul className="divide-y divide-border border-t border-border">
        {group.entries.map(({ label, detail, status, href, connectionId }) => (
          <li
            key={`${label} ${href}`}
            className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 sm:px-5"
          >
            <span className="min-w-0 flex-1 basis-56 leading-6 wrap-anywhere">
              <Link
                href={href}
                prefetch={false}
                data-list-link
                className="inline-block rounded-sm font-medium hover:underline"
              >
                {label}
              </Link>{" "}
              {detail && <span className="text-muted">{detail}</span>}
            </span>
            {status && <StatusBadge status={status} />}
            {connectionId && <ReconnectButton connectionId={connectionId} returnTo={returnTo} size="sm" />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
