import { completeDatabaseOrExit } from "@/lib/boot";
import { type Command, parseOptions, UsageError } from "./command";

export const database: Command = {
  usage: ["database complete"],
  run: async ([verb, ...args]) => {
    if (verb !== "complete") {
      throw new UsageError(verb ? `database has no "${verb}".` : "database needs a verb: complete.");
    }
    parseOptions(args, {});
    await completeDatabaseOrExit();
    process.stdout.write("The database has all that Countersign needs.\n");
  },
};
