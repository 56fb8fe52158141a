import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UsageError } from "./command";

/** The first line of standard input. */
export async function passwordFromStdin(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new UsageError("--password-stdin found no line on standard input.");
}

/** Asks twice at the terminal, showing nothing of what is typed. */
export async function promptForPassword(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UsageError("There is no terminal to ask at: use --password-stdin or --generate.");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  // Ctrl-C while being asked ends the command; the terminal itself echoes nothing here.
  terminal.on("SIGINT", () => process.exit(130));
  try {
    const ask = async (question: string) => {
      process.stderr.write(question);
      const answer = await terminal.question("");
      process.stderr.write("\n");
      return answer;
    };
    const password = await ask("Password (12 characters or more): ");
    if ((await ask("The same again: ")) !== password) throw new UsageError("The two passwords differ.");
    return password;
  } finally {
    terminal.close();
  }
}
