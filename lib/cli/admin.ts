import { randomInt } from "node:crypto";
import { createUser } from "@/lib/access/users";
import { bootWithDatabaseOrExit } from "@/lib/boot";
import { type Command, parseOptions, UsageError } from "./command";
import { passwordFromStdin, promptForPassword } from "./password-input";

export const admin: Command = {
  usage: [
    'admin create --email ADDRESS --name "NAME" [--role admin|support|finance] [--password-stdin | --generate]',
  ],
  run: async ([verb, ...args]) => {
    if (verb !== "create")
      throw new UsageError(verb ? `admin has no "${verb}".` : "admin needs a verb: create.");
    await create(args);
  },
};

async function create(args: string[]): Promise<void> {
  const options = parseOptions(args, {
    email: { type: "string" },
    name: { type: "string" },
    role: { type: "string", default: "admin" },
    "password-stdin": { type: "boolean", default: false },
    generate: { type: "boolean", default: false },
  });
  const { email, role, generate } = options;
  if (!email) throw new UsageError("--email is missing.");
  if (generate && options["password-stdin"])
    throw new UsageError("Use --password-stdin or --generate, not both.");
  const { database, clock } = await bootWithDatabaseOrExit();
  try {
    const password = await (generate
      ? newPassword()
      : options["password-stdin"]
        ? passwordFromStdin()
        : promptForPassword());
    const actor = { userId: "command line", actorKind: "system" } as const;
    const name = options.name ?? email.split("@")[0] ?? email;
    await createUser({ database, clock, actor }, { email, name, role, password });
    process.stdout.write(`Created ${role} ${email}.\n`);
    if (generate) process.stdout.write(`Password, shown this once: ${password}\n`);
  } finally {
    await database.close();
  }
}

const UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of five, about 99 bits. */
function newPassword(): string {
  const letter = () => UNMISTAKABLE[randomInt(UNMISTAKABLE.length)];
  const group = () => Array.from({ length: 5 }, letter).join("");
  return Array.from({ length: 4 }, group).join("-");
}
