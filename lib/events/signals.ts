import { RECORDED } from "./record/channel";

type HearRelayed = (position: number | undefined) => void;

/** What this process hears of events, from whichever process they come. */
export interface EventSignals {
  /** A notification of the database's. */
  hear(payload: string): void;
  /** Notifications may have been missed: everybody looks for themselves. */
  lookAgain(): void;
  /** An event waits for its place. */
  onRecorded(hear: () => void): () => void;
  /** Events have their places now, up to this one; undefined: look. */
  onRelayed(hear: HearRelayed): () => void;
}

export function createEventSignals(): EventSignals {
  const recorded = new Set<() => void>();
  const relayed = new Set<HearRelayed>();
  const tellRelayed = (position: number | undefined) => {
    for (const hear of [...relayed]) hear(position);
  };
  const tellRecorded = () => {
    for (const hear of [...recorded]) hear();
  };
  const on = <T>(hearers: Set<T>, hear: T) => {
    hearers.add(hear);
    return () => void hearers.delete(hear);
  };
  return {
    hear: (payload) => (payload === RECORDED ? tellRecorded() : tellRelayed(Number(payload))),
    lookAgain: () => {
      tellRecorded();
      tellRelayed(undefined);
    },
    onRecorded: (hear) => on(recorded, hear),
    onRelayed: (hear) => on(relayed, hear),
  };
}
