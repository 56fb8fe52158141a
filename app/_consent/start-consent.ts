import { redirect } from "next/navigation";
import { tokenService } from "@/lib/token";
import { giveBrowserKey } from "./browser-key";

interface ConsentStart {
  companyId: string;
  connectionType: string;
  purpose: "connect" | "reconnect" | "move";
  /** Only with a move. */
  reason?: string;
  returnTo: string;
}

/** Sends this browser to the provider's consent page. Never returns. */
export async function startConsent(start: ConsentStart): Promise<never> {
  const url = await tokenService.beginConsent({ ...start, browserKey: await giveBrowserKey() });
  redirect(url.href);
}
