export const IN_A_MOMENT = "in a moment";
export const AS_TABLE = "As a table";
export const THAT_DAY = "All connections that day";
export const COPY_REFUSED = "Your browser didn't allow copying. Select the text and copy it yourself.";
export const CONFIRM_IN_NEW_TAB = "Confirm in a new tab";
export const SIGN_IN_IN_NEW_TAB = "Sign in in a new tab";
/** Follows it. */
export const THEN_TRY_AGAIN = ", then try again here. What you typed stays.";
