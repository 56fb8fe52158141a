"use client";

import clsx from "clsx";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { announce } from "@/components/ui/live-region";
import { formatAbsolute } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { plural } from "@/lib/text/plural";
import {
  ALL_COLUMNS,
  CUT_SHORT,
  cancelledAfter,
  EXPORT_BROKE_OFF,
  EXPORT_STARTED,
  exportedTo,
  LEAVING_CANCELS,
  rowsSoFar,
  rowsSoFarTo,
} from "../words";
import type { ExportFormat } from "./export-meter";
import { canSaveExport, type ExportProgress, ExportRefused, saveExport } from "./save-export";

interface ExportLink {
  format: ExportFormat;
  href: string;
}

interface ExportLinksProps {
  links: readonly ExportLink[];
  /** Rows that match now; undefined when they are too many to count. */
  expectedRows: number | undefined;
}

interface Run {
  cancel: AbortController;
  expectedRows: number | undefined;
  progress: ExportProgress;
  /** How it ended, in a sentence. */
  ended?: string;
  failed?: boolean;
}

/** Plain downloads; with scripts they say how far they are and can be cancelled. */
export function ExportLinks({ links, expectedRows }: ExportLinksProps) {
  const [run, setRun] = useState<Run>();
  const cancel = useRef<AbortController>(undefined);
  const cancelledBy = useRef<HTMLElement>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);

  async function start(event: MouseEvent<HTMLAnchorElement>, link: ExportLink) {
    const isUnderWay = run !== undefined && run.ended === undefined;
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    // A second one at a time, or one for another tab, is the browser's own.
    if (isUnderWay || !isPlain || !canSaveExport()) return;
    event.preventDefault();
    const current = new AbortController();
    cancel.current = current;
    cancelledBy.current = event.currentTarget;
    const begun: Run = { cancel: current, expectedRows, progress: { rows: 0, backTo: undefined } };
    const change = (changes: Partial<Run>) =>
      setRun((now) => (now?.cancel === current ? { ...now, ...changes } : now));
    setRun(begun);
    announce(EXPORT_STARTED);
    const ended = await outcomeOf(link, current.signal, (progress) => change({ progress }));
    change(ended);
    announce(ended.ended);
  }

  function close() {
    setRun(undefined);
    cancelledBy.current?.focus();
  }

  return (
    <>
      {links.map((link) => (
        <ButtonLink
          key={link.format}
          plain
          href={link.href}
          title={ALL_COLUMNS}
          onClick={(event) => start(event, link)}
        >
          Export {link.format === "csv" ? "CSV" : "JSONL"}
        </ButtonLink>
      ))}
      {run && <ExportStatus run={run} close={close} />}
    </>
  );
}

function ExportStatus({ run, close }: { run: Run; close: () => void }) {
  const timeZone = useTimeZone();
  const { progress, expectedRows, ended } = run;
  return (
    <div className="flex min-h-8 w-full basis-full flex-wrap items-center gap-x-3 text-sm">
      {ended === undefined && expectedRows !== undefined && (
        <progress
          aria-label="Rows exported"
          className="h-1.5 w-28 accent-accent"
          max={expectedRows}
          value={Math.min(progress.rows, expectedRows)}
        />
      )}
      <span className={clsx("tabular-nums", run.failed ? "text-reconnect" : "text-muted")}>
        {ended ?? `${progressWords(progress, expectedRows, timeZone)} ${LEAVING_CANCELS}`}
      </span>
      <Button size="sm" variant="quiet" onClick={ended === undefined ? () => run.cancel.abort() : close}>
        {ended === undefined ? "Cancel" : "Close"}
      </Button>
    </div>
  );
}

function progressWords(
  { rows, backTo }: ExportProgress,
  expectedRows: number | undefined,
  timeZone: string,
): string {
  // Rows go on arriving, the export's own among them.
  if (expectedRows !== undefined && rows <= expectedRows)
    return `${rows.toLocaleString("en-US")} of ${plural(expectedRows, "row")}.`;
  return backTo ? rowsSoFarTo(rows, formatAbsolute(backTo, timeZone)) : rowsSoFar(rows);
}

async function outcomeOf(
  link: ExportLink,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<{ ended: string; failed: boolean }> {
  let got = 0;
  const counted = (progress: ExportProgress) => {
    got = progress.rows;
    onProgress(progress);
  };
  try {
    const { rows, truncated, fileName } = await saveExport(link, { signal, onProgress: counted });
    const cut = truncated ? ` ${CUT_SHORT}` : "";
    return { ended: exportedTo(rows, fileName) + cut, failed: false };
  } catch (error) {
    if (signal.aborted) return { ended: cancelledAfter(got), failed: false };
    const why = error instanceof ExportRefused ? error.message : EXPORT_BROKE_OFF;
    return { ended: why, failed: true };
  }
}
