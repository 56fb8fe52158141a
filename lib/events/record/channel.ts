/** The channel of Postgres that tells of events: RECORDED once an event is committed, its position once it has one. */
export const EVENT_CHANNEL = "countersign_events";
export const RECORDED = "recorded";
