import { inParts } from "@/lib/text/in-parts";

// Ask for a link
export const FORGOT_PASSWORD = "Forgot password?";
export const FORGOT_TITLE = "Reset your password";
export const FORGOT_SENTENCE = "Enter your email. A link to set a new password is mailed to you.";
export const SEND_LINK = "Send link";
export const BACK_TO_SIGN_IN = "Back to sign in";
export const LOOK_AT_MAIL = "Look at your mail";
export const LOOK_AT_MAIL_MORE =
  "If the address has an account here, a link is on its way. It is valid for 30 minutes and works once.";
export const NOTHING_CAME =
  "Nothing came? Look in the spam folder, or ask an admin whether you have an account.";
export const NO_MAIL_TITLE = "No mail is set up here";
export const noMail = <T>(command: T) =>
  inParts`An admin can set a new password for you: your Countersign operator runs ${command}.`;

// Follow it
export const NEW_PASSWORD_TITLE = "Set a new password";
export const NEW_PASSWORD_SENTENCE =
  "It replaces the old one and signs you out everywhere. Then you sign in with it.";
export const NEW_PASSWORD = "New password";
export const PASSWORD_HINT = "At least 12 characters.";
export const CHOOSE_PASSWORD = "Choose a password.";
export const SET_PASSWORD = "Set password";
export const CANT_RESET = "This link can't be used";
export const ASK_AGAIN = "Ask for a new link";
export const PASSWORD_SET = "Password set";
export const PASSWORD_SET_MORE = "You were signed out everywhere. Sign in with the new password.";
