import { COMMAND_LINE } from "@/lib/actor";
import { isCode } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { admin } from "./admin";
import { audit } from "./audit";
import { type Command, UsageError } from "./command";
import { database } from "./database";
import { importFile } from "./import";
import { keys } from "./keys";
import { keysApi } from "./keys-api";

/** A command is a file beside this one and a line here. */
const commands: Record<string, Command> = {
  admin,
  audit,
  database,
  keys,
  "keys-api": keysApi,
  import: importFile,
};

function help(): string {
  const lines = Object.values(commands).flatMap((command) => command.usage.map((usage) => `  ${usage}`));
  return ["Usage: node lib/start.mjs command COMMAND [options]", "", ...lines, "  help", ""].join("\n");
}

async function main([name = "help", ...rest]: string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(name)) {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (!command) throw new UsageError(`There is no command "${name}".`);
    await actAs(COMMAND_LINE, () => command.run(rest));
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || isCode(error, "invalid_input");
    process.stderr.write(`${error instanceof Error ? error.message : "Something failed."}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${help()}`);
    return isUsage ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
