import { mailboxProblem } from "./mail-problems";
import { webUrlProblem } from "./value-problems";

/** The product that Countersign serves, as its customers know it. */
export interface ProductEnv {
  readonly name: string;
  /** An image that stands above its name. */
  readonly logoFile?: string;
  /** Where a customer asks: an email address or a web address. */
  readonly supportContact?: string;
}

const MAX_NAME = 60;

export function productNameProblem(value: string): string | undefined {
  if (/\p{C}/u.test(value)) return "holds control characters";
  if (value.length > MAX_NAME) return "is too long";
}

export function logoFileProblem(value: string): string | undefined {
  if (value.includes("\0")) return "is not a path";
  if (!/\.(?:svg|png|jpe?g|webp)$/i.test(value)) return "is no .svg, .png, .jpg or .webp file";
}

/** An email address, or the address of a page. */
export function contactProblem(value: string): string | undefined {
  if (/^https?:/.test(value)) return webUrlProblem(value);
  return value.includes("<") ? "is not one e-mail address" : mailboxProblem(value);
}

export function productOf(values: {
  PRODUCT_NAME: string;
  PRODUCT_LOGO?: string | undefined;
  SUPPORT_CONTACT?: string | undefined;
}): ProductEnv {
  const { PRODUCT_NAME: name, PRODUCT_LOGO: logoFile, SUPPORT_CONTACT: supportContact } = values;
  return Object.freeze({ name, ...(logoFile && { logoFile }), ...(supportContact && { supportContact }) });
}
