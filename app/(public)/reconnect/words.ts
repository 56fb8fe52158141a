/** @param provider "QuickBooks Online". */
export const reconnectTitle = (provider: string) => `Reconnect ${provider}`;
export const reconnectWhy = (product: string, provider: string) =>
  `${product} reads your books in ${provider}. Approve again to renew that access. Nothing in your books changes.`;
/** @param who "a QuickBooks admin". */
export const whoCanApprove = (who: string) => `It takes ${who}. No account is needed here.`;
export const reconnectButton = (provider: string) => `Reconnect ${provider}`;
export const notSetUp = (provider: string) => `${provider} is not set up here.`;
export const RECONNECT_QUICKBOOKS = "Reconnect QuickBooks";
export const RECONNECT_XERO = "Reconnect Xero";
export const DISCONNECTED_QUICKBOOKS = "Disconnected from QuickBooks";
export const disconnectedWhy = (product: string) =>
  `${product} no longer reads your books in QuickBooks Online. What it has read stays.`;
export const RECONNECT_AGAIN = "To connect again, a QuickBooks admin approves once more.";
