import { stackHandle } from "./stack-handle";

/** What QuickBooks' API answers a call for this company with this token. */
export async function quickBooksStatus(realmId: string, accessToken: string): Promise<number> {
  const url = `${stackHandle().simulatorUrl}/intuit/v3/company/${realmId}/companyinfo/${realmId}`;
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
  return (await fetch(url, { headers })).status;
}
