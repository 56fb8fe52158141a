// The list
export const MARK_ALL_READ = "Mark all as read";
export const NONE_HERE = "No notifications on this page";
export const NONE_HERE_MORE = "The address leads past the end of the list.";
export const NONE_YET = "No notifications yet";
export const NONE_YET_MORE = "Problems and deadlines appear here when they start and when they end.";

// Problems that start and end
export const worksAgain = (provider: string) => `${provider} works again`;
export const hasTrouble = (provider: string) => `${provider} has trouble`;
export const RECEIVER_ON = "A receiver was turned on again or removed";
export const addressesDiffer = (provider: string) => `${provider} names other addresses`;
export const addressesSettled = (provider: string) => `The addresses of ${provider} are settled`;
export const RECEIVER_OFF = "A receiver was turned off";
export const CONNECTION_WORDS = {
  needs_reconnecting: { began: "needs reconnecting", over: "no longer needs reconnecting" },
  expiring_soon: { began: "expires soon", over: "no longer expires soon" },
} as const;

// A person's own notes that ended
export const NOTE_ENDS = {
  over: "the problem you took on is over",
  time: "your snooze is over, but the problem is not",
  changed: "the cause has changed",
} as const;
export const noteEnded = (what: string, reason: string) => `${what} has ended: “${reason}”.`;

// API keys
export const keyNamed = (name: string) => `API key “${name}”`;
export const keyInUse = (key: string) => `${key} is in use after its end`;
export const keyExpiring = (key: string) => `${key} expires soon`;
export const KEY_ENDS = {
  revoked: "was revoked",
  expired: "has expired",
  later: "has a later expiry",
} as const;
