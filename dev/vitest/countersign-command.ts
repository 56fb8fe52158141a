import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { bundledProgram } from "@/dev/bundled-program";
import { appEnvironment } from "@/dev/stack/app-environment";
import type { TokenSettings } from "@/lib/boot/start/start-tokens";

const root = resolve(import.meta.dirname, "../..");

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

type CommandSettings = TokenSettings & Pick<Parameters<typeof appEnvironment>[0], "identityProvider">;

/** Runs a command as a process of its own, on these settings and the database's clock. */
export async function countersign(settings: CommandSettings, ...args: string[]): Promise<Ended> {
  const { databaseUrl, journalDirectory, encryptionKeys, simulatorUrl = "", identityProvider } = settings;
  const addresses = {
    appUrl: "http://localhost:3000",
    simulatorUrl,
    databaseUrl,
    journalDirectory,
    identityProvider,
  };
  const secrets = { encryptionKey: encryptionKeys.current, sessionSecret: "0123456789abcdef".repeat(4) };
  const env = {
    ...process.env,
    ...appEnvironment(addresses, secrets),
    ENCRYPTION_KEY_PREVIOUS: encryptionKeys.previous.join(","),
  };
  return runCommandLine(env, args);
}

/** Runs a command as a process of its own, in this environment and no other. */
export async function runCommandLine(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ended> {
  const command = [await bundledProgram("lib/cli/main.ts"), ...args];
  return promisify(execFile)(process.execPath, command, { env, cwd: root }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
}
