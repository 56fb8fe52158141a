import Mail from "lucide-react/icons/mail";
import Webhook from "lucide-react/icons/webhook";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { ChannelView } from "@/lib/alerts";
import { rotateChannelSecret } from "../actions";
import { ChannelActions } from "./channel-actions";
import { RotateSecret } from "./rotate-secret";

const KIND = { email: { Icon: Mail, word: "Email" }, webhook: { Icon: Webhook, word: "Webhook" } };

const WHY_OFF = {
  person: "",
  gone: "It answered 410.",
  failed: "A message to it failed every attempt.",
};

/** Everybody who is told, each with a way to try it out, to silence it and to remove it. */
export function ChannelList({ channels }: { channels: readonly ChannelView[] }) {
  if (channels.length === 0) {
    return (
      <EmptyState title="Nobody is told yet" className="border-t border-border">
        Alerts are on record all the same. Add an e-mail address or a webhook below; it hears of whatever
        begins from then on.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-border border-t border-border">
      {channels.map(({ id, kind, target, createdByName, createdAt, disabledAt, disabledWhy }) => {
        const { Icon, word } = KIND[kind];
        return (
          <li key={id} className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
            <div className="flex min-w-0 flex-1 basis-72 gap-3">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <div className="min-w-0">
                <p className="font-medium wrap-anywhere">
                  <span className="sr-only">{word} to </span>
                  {target}
                </p>
                <p className="text-sm text-muted">
                  {disabledAt ? (
                    <>
                      Off since <Time at={disabledAt} />.{disabledWhy && ` ${WHY_OFF[disabledWhy]}`}
                    </>
                  ) : (
                    "On."
                  )}{" "}
                  Added by {createdByName}, <Time at={createdAt} dateOnly />.
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
