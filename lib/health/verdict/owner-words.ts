import type { ErrorOwner } from "@/lib/errors";

/** Who must act, within a sentence: "to be mended by the customer". */
export const ownerWords: Readonly<Record<ErrorOwner, string>> = {
  us: "us",
  provider: "the provider",
  customer: "the customer",
};
