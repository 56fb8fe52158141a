import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { Time } from "@/components/ui/time";
import type { SessionView } from "@/lib/people";
import { ADDRESS, DEVICE, LAST_SEEN, SESSIONS, STARTED, THIS_SESSION } from "./words";

interface SessionListProps {
  sessions: readonly SessionView[];
  /** The id of the reader's own. */
  hereId?: string;
  /** What can be done with one. */
  actionsOf?: (session: SessionView) => ReactNode;
}

const CELL = "px-2 py-2 align-top first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5";

/** Sessions as a table; each a block of its own where it is narrow. */
export function SessionList({ sessions, hereId, actionsOf }: SessionListProps) {
  return (
    <table className="w-full border-t border-border text-sm">
      <caption className="sr-only">{SESSIONS}</caption>
      <thead>
        <tr className="border-b border-border text-left text-xs text-muted">
          <th scope="col" className={`${CELL} font-medium`}>
            {DEVICE}
          </th>
          <th scope="col" className={`${CELL} font-medium max-sm:hidden`}>
            {ADDRESS}
          </th>
          <th scope="col" className={`${CELL} font-medium max-sm:hidden`}>
            {STARTED}
          </th>
          <th scope="col" className={`${CELL} font-medium`}>
            {LAST_SEEN}
          </th>
          {actionsOf && (
            <th scope="col" className={CELL}>
              <span className="sr-only">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id} className="border-b border-border last:border-0">
            <th scope="row" className={`${CELL} text-left font-medium`}>
              {session.device}
              {session.id === hereId && (
                <span className="block text-xs font-medium text-working">{THIS_SESSION}</span>
              )}
              <span className="block text-xs font-normal wrap-anywhere text-muted sm:hidden">
                {session.ipAddress}, <Time at={session.startedAt} />
              </span>
            </th>
            <td className={`${CELL} wrap-anywhere max-sm:hidden`}>{session.ipAddress}</td>
            <td className={`${CELL} max-sm:hidden`}>
              <Time at={session.startedAt} />
            </td>
            <td className={CELL}>
              <RelativeTime at={session.lastSeenAt} />
            </td>
            {actionsOf && <td className={`${CELL} text-right`}>{actionsOf(session)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
