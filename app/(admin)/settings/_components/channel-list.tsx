import Mail from "lucide-react/icons/mail";
import Webhook from "lucide-react/icons/webhook";
import { EmptyState } from "@/components/ui/empty-state";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { ChannelView } from "@/lib/alerts";
import { rotateChannelSecret } from "../actions";
import { addedBy, CHANNEL_TO, NO_CHANNEL, NO_CHANNEL_MORE, offSince, WHY_OFF } from "../words";
import { ChannelActions } from "./channel-actions";
import { RotateSecret } from "./rotate-secret";

const ICON = { email: Mail, webhook: Webhook };

/** Every channel, each with a way to try it out, to silence it and to remove it. */
export function ChannelList({ channels }: { channels: readonly ChannelView[] }) {
  if (channels.length === 0) {
    return (
      <EmptyState title={NO_CHANNEL} className="border-t border-border">
        {NO_CHANNEL_MORE}
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-border border-t border-border">
      {channels.map(({ id, kind, target, createdByName, createdAt, disabledAt, disabledWhy }) => {
        const Icon = ICON[kind];
        return (
          <li key={id} className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
            <div className="flex min-w-0 flex-1 basis-72 gap-3">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <div className="min-w-0">
                <p className="font-medium wrap-anywhere">
                  <span className="sr-only">{CHANNEL_TO[kind]} </span>
                  {target}
                </p>
                <p className="text-sm text-muted">
                  {disabledAt ? (
                    <>
                      <Sentence parts={offSince(<Time at={disabledAt} />)} />{" "}
                      {disabledWhy && WHY_OFF[disabledWhy]}
                    </>
                  ) : (
                    "On."
                  )}{" "}
                  <Sentence parts={addedBy(createdByName, <Time at={createdAt} dateOnly />)} />
                </p>
              </div>
            </div>
            <ChannelActions channelId={id} target={target} isOn={!disabledAt} />
            {kind === "webhook" && (
              <RotateSecret id={id} target={target} action={rotateChannelSecret} className="basis-full" />
            )}
          </li>
        );
      })}
    </ul>
  );
}
