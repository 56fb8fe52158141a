import { type ProviderName, tokenService } from "@/lib/token";

/** Whether this installation has an app at the provider: without one no consent can begin. */
export function isOffered(connectionType: string): boolean {
  return tokenService.configuredProviders().includes(connectionType as ProviderName);
}
