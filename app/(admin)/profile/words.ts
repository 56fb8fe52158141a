import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// Own mail
export const mailedTo = (address: string) => `Alerts mailed to ${address}.`;
export const NO_MAIL = "Mail is not set up";
export const NO_MAIL_MORE =
  "Your Countersign operator sets SMTP_URL and ALERT_FROM and restarts it. Notifications in the app work without mail.";
export const MAIL_CHOICES = [
  { value: "nothing", label: "Nothing", hint: "The bell in the navigation shows alerts." },
  { value: "action", label: "Action needed", hint: "A mail when a problem starts that needs a person." },
  { value: "all", label: "Everything", hint: "Provider incidents, too, and the end of each problem." },
] as const;
export const MAIL_SCOPE = "Only what your role may see. Shared channels stay as they are.";
export const CHOOSE_MAIL = "Choose what you get.";
export const NO_ALERT_MAIL = "You get no mail about alerts.";
export const FROM_NEXT_ALERT = "It starts with the next alert.";

// Own time zone
export const readIn = <T>(zone: string, now: T) => inParts`You read times in ${zone}. Now: ${now}.`;
export const STAYS_UTC = "Days in filters, day bars, month-end, files, mails and the API stay in UTC.";

// Second factor
export const SECOND_FACTOR = "Second factor";
export const FACTOR_OFF = "Off. Signing in asks for no code.";
export const FACTOR_ON = "On. Signing in asks for a code of your authenticator app.";
export const PROVE_FIRST = "Enter your password to set one up.";
export const PROVE_BY_ACCOUNT = "Sign in again to set one up.";
export const SET_UP = "Set up a second factor";
export const ON_SINCE = "On since";
export const CODES_LEFT = "Backup codes left";
export const NEW_CODES = "New backup codes";
export const NEW_CODES_WHY = "The old ones stop working.";
export const REMOVE_FACTOR = "Remove second factor";
export const REMOVE_WHY = "Signing in asks for no code then. Your backup codes stop working.";
export const FACTOR_REMOVED = "Second factor removed";
export const ENTER_PROOF = "Enter your code.";
export const ENTER_OWN_PASSWORD = "Enter your password.";
export const SET_UP_EXPIRED = "No set-up is under way here. One that was begun has expired.";

// Company account
export const COMPANY_ACCOUNT = "Company account";
export const NO_COMPANY_ACCOUNT = "No company account is set up here.";
export const isLinkedTo = (name: string) => `You sign in with your ${name} account.`;
export const notLinkedTo = (name: string) => `Link your ${name} account, and sign in with it from then on.`;
export const linkTo = (name: string) => `Link ${name}`;
export const unlinkFrom = (name: string) => `Unlink ${name}`;
export const UNLINK_WHY = "You are signed out everywhere, and sign in with your password from then on.";
export const ONLY_WAY = "It is your only way to sign in, so it stays linked.";
export const UNLINKED = "Company account unlinked";
export const UNLINKED_MORE = "Sign in with your password.";

// The profile
export const PROFILE = "My profile";
export const MY_MAIL = "My mail";
export const TIME_ZONE = "Time zone";
export const PASSWORD = "Password";
export const YOUR_NAME = "Your name";
export const NAME_TITLE = "Name";
export const NAME_WHY = "The audit log and your colleagues see it.";
export const ENTER_NAME = "Enter a name.";
export const SAVE_NAME = "Save name";
export const NAME_SAVED = "Name saved";
export const PASSWORD_WHY = "A new password signs you out everywhere but here.";
export const CURRENT_PASSWORD = "Current password";
export const NEW_PASSWORD = "New password";
export const PASSWORD_HINT = "12 to 200 characters. A sentence of your own is a good one.";
export const CHANGE_PASSWORD = "Change password";
export const ENTER_NEW_PASSWORD = "Enter a new password.";
export const PASSWORD_CHANGED = "Password changed";
export const sessionsEnded = (count: number) =>
  count === 0 ? "You had no other session." : `${plural(count, "other session")} ended.`;
export const MY_SESSIONS = "My sessions";
export const MY_SESSIONS_WHY = "Where you are signed in. End what you don't know, and change your password.";
export const END = "End";
export const endOn = (device: string) => `End session: ${device}`;
export const END_OTHERS = "End all others";
export const SESSION_ENDED = "Session ended";
export const SESSION_ENDED_MORE = "Its next request asks for a sign-in.";
export const SESSIONS_ENDED = "Other sessions ended";
