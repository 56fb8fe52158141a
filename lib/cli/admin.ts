import { randomInt } from "node:crypto";
import { bootWithDatabaseOrExit } from "@/lib/boot";
import type { Env } from "@/lib/env";
import { CountersignError } from "@/lib/errors";
import {
  behindAnswersDone,
  changeRole,
  createUser,
  disableUser,
  enableUser,
  findUserByEmail,
  isRole,
  linkByHand,
  secondFactors,
  setPassword,
  unlinkSso,
} from "@/lib/people";
import { type Command, parseOptions, UsageError } from "./command";
import { passwordFromStdin, promptForPassword } from "./password-input";

type UserDeps = Parameters<typeof disableUser>[0];
type CommandDeps = UserDeps & Pick<Env, "sso">;

const EMAIL = { email: { type: "string" } } as const;
const PASSWORD = {
  "password-stdin": { type: "boolean", default: false },
  generate: { type: "boolean", default: false },
} as const;

const verbs: Record<string, (args: string[]) => Promise<void>> = {
  create,
  "set-role": setRole,
  "set-password": replacePassword,
  disable,
  enable,
  "reset-second-factor": resetFactor,
  "link-sso": linkAccount,
  "unlink-sso": unlinkAccount,
};

export const admin: Command = {
  usage: [
    'admin create --email ADDRESS --name "NAME" [--role admin|support|finance] [--password-stdin | --generate]',
    "admin set-role --email ADDRESS --role admin|support|finance",
    "admin set-password --email ADDRESS [--password-stdin | --generate]",
    "admin disable --email ADDRESS",
    "admin enable --email ADDRESS",
    "admin reset-second-factor --email ADDRESS",
    "admin link-sso --email ADDRESS --subject SUBJECT",
    "admin unlink-sso --email ADDRESS",
  ],
  run: async ([name, ...args]) => {
    if (!name) throw new UsageError(`admin needs a verb: ${Object.keys(verbs).join(", ")}.`);
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (!verb) throw new UsageError(`admin has no "${name}".`);
    await verb(args);
  },
};

async function create(args: string[]): Promise<void> {
  const { role, ...options } = parseOptions(args, {
    ...EMAIL,
    ...PASSWORD,
    name: { type: "string" },
    role: { type: "string", default: "admin" },
  });
  const email = given(options.email);
  requireOneWay(options);
  await withUsers(async (deps) => {
    const password = await askPassword(options);
    const name = options.name ?? email.split("@")[0] ?? email;
    await createUser(deps, { email, name, role, password });
    say(`Created ${role} ${email}.`);
    tellGenerated(options, password);
  });
}

async function setRole(args: string[]): Promise<void> {
  const { email, role } = parseOptions(args, { ...EMAIL, role: { type: "string" } });
  const address = given(email);
  if (!role) throw new UsageError("--role is missing.");
  if (!isRole(role)) throw new UsageError(`--role must be admin, support or finance, not "${role}".`);
  await change(address, (deps, id) => changeRole(deps, id, role), `now has the role ${role}`);
}

async function replacePassword(args: string[]): Promise<void> {
  const options = parseOptions(args, { ...EMAIL, ...PASSWORD });
  const address = given(options.email);
  requireOneWay(options);
  await withUsers(async (deps) => {
    // Nobody is asked to type a password for an address that is not here.
    const { id, email } = await findUserByEmail(deps.database, address);
    const password = await askPassword(options);
    await setPassword(deps, id, password);
    say(`${email} has a new password and is signed out everywhere.`);
    tellGenerated(options, password);
  });
}

async function disable(args: string[]): Promise<void> {
  const { email } = parseOptions(args, EMAIL);
  await change(given(email), disableUser, "is disabled and signed out everywhere");
}

async function enable(args: string[]): Promise<void> {
  const { email } = parseOptions(args, EMAIL);
  await change(given(email), enableUser, "can sign in again");
}

async function resetFactor(args: string[]): Promise<void> {
  const { email } = parseOptions(args, EMAIL);
  const reset = (_deps: UserDeps, id: string) => secondFactors().resetSecondFactor(id);
  await change(given(email), reset, "has no second factor any more and is signed out everywhere");
}

async function linkAccount(args: string[]): Promise<void> {
  const { email, subject } = parseOptions(args, { ...EMAIL, subject: { type: "string" } });
  const address = given(email);
  if (!subject) throw new UsageError("--subject is missing.");
  const link = ({ database, clock, sso }: CommandDeps, id: string) => {
    if (!sso) throw new CountersignError("not_allowed", "No identity provider is set: SSO_ISSUER is empty.");
    return linkByHand({ database, clock, issuer: sso.issuer }, id, subject);
  };
  await change(address, link, "can sign in with that company account");
}

async function unlinkAccount(args: string[]): Promise<void> {
  const { email } = parseOptions(args, EMAIL);
  await change(given(email), unlinkSso, "has no company account any more and is signed out everywhere");
}

async function change(
  address: string,
  verb: (deps: CommandDeps, userId: string) => Promise<void>,
  words: string,
): Promise<void> {
  await withUsers(async (deps) => {
    const { id, email } = await findUserByEmail(deps.database, address);
    await verb(deps, id);
    say(`${email} ${words}.`);
  });
}

async function withUsers(work: (deps: CommandDeps) => Promise<void>): Promise<void> {
  const { database, clock, env } = await bootWithDatabaseOrExit();
  try {
    await work({ database, clock, sso: env.sso });
  } finally {
    await behindAnswersDone(database);
    await database.close();
  }
}

function given(email: string | undefined): string {
  if (!email) throw new UsageError("--email is missing.");
  return email;
}

interface PasswordOptions {
  "password-stdin": boolean;
  generate: boolean;
}

function requireOneWay(options: PasswordOptions): void {
  if (options.generate && options["password-stdin"])
    throw new UsageError("Use --password-stdin or --generate, not both.");
}

async function askPassword(options: PasswordOptions): Promise<string> {
  if (options.generate) return newPassword();
  return options["password-stdin"] ? passwordFromStdin() : promptForPassword();
}

function tellGenerated({ generate }: PasswordOptions, password: string): void {
  if (generate) say(`Password, shown this once: ${password}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of five, about 99 bits. */
function newPassword(): string {
  const letter = () => UNMISTAKABLE[randomInt(UNMISTAKABLE.length)];
  const group = () => Array.from({ length: 5 }, letter).join("");
  return Array.from({ length: 4 }, group).join("-");
}
