/** Why a receiver was turned off with nobody asking for it. */
export type DeadWhy = "gone" | "failed";

export const DEAD_WORDS: Record<DeadWhy, string> = {
  gone: "It answered 410: its receiver wants no more messages.",
  failed: "Every attempt to deliver a message failed.",
};
