import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SimulatorControl } from "@/dev/simulator/control";
import { appEnvironment, callbackUrl, providerNames } from "@/dev/stack/app-environment";
import type { TokenSettings } from "@/lib/boot/start/start-tokens";
import { readEnv } from "@/lib/env";
import type { ProviderApp } from "@/lib/env/provider-app";
import type { ProviderName } from "@/lib/token";
import { providerModules } from "@/lib/token/providers/registry";

const APP_URL = "http://localhost:3000";

/** Both providers are configured. */
export type WorldSettings = TokenSettings & { providers: Record<ProviderName, ProviderApp> };

/** Where a provider sends the browser back to. */
export const redirectUriOf = (provider: ProviderName): string => callbackUrl(APP_URL, provider);

export function registerRedirectUris(control: SimulatorControl): void {
  for (const provider of providerNames) control.registerRedirectUri(provider, redirectUriOf(provider));
}

/**
 * The settings of a token service, read as the app reads its own, with a new encryption key and a new, empty journal.
 *
 * @param simulatorUrl Empty where no provider is called.
 */
export function tokenSettings(
  databaseUrl: string,
  simulatorUrl: string,
  { auditStrict }: { auditStrict: boolean },
): WorldSettings {
  const journalDirectory = mkdtempSync(join(tmpdir(), "countersign-journal-"));
  const addresses = { appUrl: APP_URL, databaseUrl, simulatorUrl, journalDirectory };
  const secrets = { encryptionKey: hex(), sessionSecret: hex() };
  const env = readEnv(providerModules, appEnvironment(addresses, secrets));
  const { qbo, xero } = env.providers;
  if (!qbo || !xero) throw new Error("The test world's environment lacks a provider");
  return { ...env, providers: { qbo, xero }, auditStrict };
}

const hex = () => randomBytes(32).toString("hex");
