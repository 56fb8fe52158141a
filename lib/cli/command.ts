import { type ParseArgsConfig, parseArgs } from "node:util";

export interface Command {
  /** One line for each form of the command. */
  usage: string[];
  run: (args: string[]) => Promise<void>;
}

/** The command line can't be understood: answered with the help and exit code 2. */
export class UsageError extends Error {}

/**
 * Node's own parser, strict, with its complaints as one plain line.
 *
 * @throws {UsageError} On unknown options, missing values and stray words.
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The parser's second sentence is advice on escaping that fits no option of ours.
    throw new UsageError(message.split(". ")[0]);
  }
}
