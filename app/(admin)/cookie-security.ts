import { headers } from "next/headers";

/**
 * Whether this browser reached us over https, for a cookie's Secure flag. Actions carry the Origin that their door has
 * compared with our own; page loads only have what the server or its proxy saw.
 */
export async function isHttps(): Promise<boolean> {
  const received = await headers();
  const origin = received.get("origin");
  return origin ? origin.startsWith("https:") : received.get("x-forwarded-proto")?.split(",")[0] === "https";
}
