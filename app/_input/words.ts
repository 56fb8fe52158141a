// What is wrong with a field, in every room's forms
export const FIELD_MISSING = "Something is missing from the form. Reload the page.";
export const NOT_AN_ID = "That is not an id.";
export const ENTER_WHOLE_NUMBER = "Enter a whole number.";
export const tooLong = (most: number) => `Too long: ${most.toLocaleString("en")} characters at most.`;

// What is wrong with a parameter of an address
export const isEmpty = (name: string) => `“${name}” is empty.`;
export const isTwice = (name: string) => `“${name}” is there twice.`;
export const isNoParameter = (name: string) => `“${name}” is no parameter of this address.`;
