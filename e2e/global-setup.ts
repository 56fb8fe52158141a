import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStage } from "@/dev/demo/stage";
import { startStack } from "@/dev/stack";
import { hangGallery } from "./gallery";
import { type Gallery, publishStack } from "./stack-handle";

/** One stack for the whole run, with people and a connection in each status. Returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  // Postgres runs as a user of its own where the tests run as root.
  chmodSync(folder, 0o755);
  const forget = () => rmSync(folder, { recursive: true, force: true });
  let gallery: Gallery | undefined;
  try {
    const { appUrl, simulator, mailbox, identityProvider, databaseUrl, env, stop } = await startStack({
      dataDir: folder,
      databaseUrl: process.env.E2E_DATABASE_URL || undefined,
      durable: false,
      sso: true,
      prepare: async (services) => {
        const stage = await openStage(services.simulator, services.env);
        gallery = await hangGallery(stage, services.env).finally(() => stage.close());
      },
      say: (line) => process.stdout.write(`${line}\n`),
    });
    if (!gallery) throw new Error("The stack started without its gallery");
    publishStack({
      appUrl,
      simulatorUrl: simulator.url,
      mailboxUrl: mailbox.url,
      identityProviderUrl: identityProvider?.issuer ?? "",
      databaseUrl,
      env,
      folder,
      gallery,
    });
    return () => stop().finally(forget);
  } catch (error) {
    forget();
    throw error;
  }
}
