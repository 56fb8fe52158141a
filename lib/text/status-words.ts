/** The five statuses that a person sees, wherever they are read: screens, files and tickets. */
export const statusWords = {
  working: "Working",
  expiring_soon: "Expiring soon",
  needs_reconnecting: "Needs reconnecting",
  provider_trouble: "Provider trouble",
  disconnected: "Disconnected",
} as const;
