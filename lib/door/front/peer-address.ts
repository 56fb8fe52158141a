/** Set by the front door on every request. */
export const PEER_HEADER = "x-countersign-peer";
