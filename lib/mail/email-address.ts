import { z } from "zod";

const MAX_LENGTH = 254;

/** What is wrong with an e-mail address, as a sentence. One address: no name, no list, no line break. */
export function emailProblem(address: string): string | undefined {
  if (address === "") return "Enter an email address.";
  if (address.length > MAX_LENGTH || !z.email().safeParse(address).success)
    return "That is not an e-mail address.";
}
