import { headers } from "next/headers";
import { de } from "./de/words";
import { type CustomerWords, en } from "./en/words";
import { fr } from "./fr/words";
import { type CustomerLanguage, customerLanguage } from "./language";

const WORDS: Readonly<Record<CustomerLanguage, CustomerWords>> = { en, de, fr };

/** What a customer's page says in the language of the request. */
export async function customerWords(): Promise<{ say: CustomerWords; language: CustomerLanguage }> {
  const language = customerLanguage((await headers()).get("accept-language"));
  return { say: WORDS[language], language };
}
