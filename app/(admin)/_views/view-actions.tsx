import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Sentence } from "@/components/ui/sentence";
import type { View, ViewList } from "@/lib/people";
import { ChangeView } from "./change-view";
import { NOT_UNDERSTOOD, OWN_LOSS, REFILTER, SHARED_LOSS, sharedBy, WHO_MAY_CHANGE } from "./words";

interface ViewActionsProps {
  view: View;
  state: "shown" | "changed" | "not understood";
  list: ViewList;
  query: string;
  here: string;
  understood: boolean;
}

const ITEM = "flex min-h-8 w-full items-center rounded px-2 text-left hover:bg-hover";

/** What can be done with the view that is open. */
export function ViewActions({ view, state, list, query, here, understood }: ViewActionsProps) {
  const takesOver = state !== "shown" && understood && query !== "";
  return (
    <section aria-label="This view" className="pb-1">
      <h2 className="truncate px-3.5 pt-0.5 pb-0.5 text-xs font-medium text-muted">
        {view.isMine ? (
          <bdi>{view.name}</bdi>
        ) : (
          <Sentence parts={sharedBy(<bdi>{view.name}</bdi>, <bdi>{view.ownerName}</bdi>)} />
        )}
      </h2>
      {state === "not understood" && <p className="px-3.5 pb-1 text-reconnect">{NOT_UNDERSTOOD}</p>}
      {view.mayChange ? (
        <div className="px-1.5">
          <ChangeView id={view.id} {...{ list, query, here }}>
            {takesOver && (
              <button type="submit" name="do" value="refilter" className={`${ITEM} font-medium`}>
                {REFILTER}
              </button>
            )}
            <button type="submit" name="do" value={view.isShared ? "unshare" : "share"} className={ITEM}>
              {view.isShared ? "Stop sharing" : "Share"}
            </button>
          </ChangeView>
          <details
            // Closed again once it has another name.
            key={view.writtenName}
          >
            <summary className={ITEM}>Rename…</summary>
            <ChangeView
              id={view.id}
              {...{ list, query, here }}
              className="flex items-end gap-2 px-2 pt-1 pb-2"
            >
              <Field
                label="Name"
                name="name"
                defaultValue={view.writtenName}
                required
                maxLength={60}
                autoComplete="off"
                className="min-w-0 flex-1 text-sm"
              />
              <Button type="submit" name="do" value="rename">
                Rename
              </Button>
            </ChangeView>
          </details>
          <details>
            <summary className={`${ITEM} text-reconnect`}>Delete…</summary>
            <div className="flex flex-wrap items-center justify-between gap-2 px-2 pt-1 pb-2">
              <p>{view.isShared ? SHARED_LOSS : OWN_LOSS}</p>
              <ChangeView id={view.id} {...{ list, query, here }}>
                <button
                  type="submit"
                  name="do"
                  value="delete"
                  className="min-h-7 rounded bg-reconnect px-2.5 font-medium text-accent-ink hover:bg-reconnect/88"
                >
                  Delete view
                </button>
              </ChangeView>
            </div>
          </details>
        </div>
      ) : (
        <p className="px-3.5 pb-1 text-xs text-muted">{WHO_MAY_CHANGE}</p>
      )}
    </section>
  );
}
