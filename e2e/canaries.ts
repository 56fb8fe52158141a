import { randomBytes } from "node:crypto";
import { secretForms } from "@/dev/vitest/secret-forms";

/** Something that was said to a person, another system or a file. */
export interface Surface {
  name: string;
  text: string;
}

interface Canary {
  what: string;
  forms: string[];
  /** It came in the address of a request: that very answer may repeat it to whoever sent it, nothing else may. */
  inAddress: boolean;
}

/** Secrets that are looked for afterwards, by what they are: a failure must not print them. */
export class Canaries {
  readonly #canaries = new Map<string, Canary>();

  get count(): number {
    return this.#canaries.size;
  }

  /** A secret that is there anyway. */
  add(what: string, value: string, inAddress = false): string {
    if (value.length < 8) throw new Error(`The ${what} is too short to be looked for`);
    if (!this.#canaries.has(value)) this.#canaries.set(value, { what, forms: secretForms(value), inAddress });
    return value;
  }

  /** A secret made up, with the characters that each encoding changes. */
  plant(what: string, inAddress = false): string {
    return this.add(what, `Canary+/${randomBytes(18).toString("base64")}=&"x`, inAddress);
  }

  /** What a surface gives away; of an answer to a planting request, what its own address did not hold. */
  found({ name, text }: Surface, { echo = false } = {}): string[] {
    return [...this.#canaries.values()]
      .filter(({ forms, inAddress }) => !(echo && inAddress) && forms.some((form) => text.includes(form)))
      .map(({ what }) => `${what} in ${name}`);
  }
}
