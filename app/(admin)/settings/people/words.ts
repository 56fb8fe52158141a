import type { Role } from "@/lib/people";
import { inParts } from "@/lib/text/in-parts";

// Everybody
export const PEOPLE = "People";
export const PEOPLE_SENTENCE = "Who can sign in, and what their role lets them do.";
export const NO_PEOPLE_HERE = "No people on this page";
export const FIRST_PAGE = "First page";
export const EARLIER_NAMES = "Previous";
export const LATER_NAMES = "Next";
export const FACTOR_FOR_ALL = "Second factor";
export const NEVER = "Never";
export const ENABLED = "Enabled";
export const DISABLED = "Disabled";
export const YOU = "you";
export const SIGNS_IN_WITH = "Signs in with";
export const PASSWORD = "Password";
export const COMPANY_ACCOUNT = "Company account";
export const EITHER = "Password or company account";
export const SECOND_FACTOR_ON = "On";
export const SECOND_FACTOR_OFF = "Off";
export const ROLE_WORDS: Record<Role, string> = { admin: "Admin", support: "Support", finance: "Finance" };

// One person
export const disabledSince = <T>(at: T) => inParts`Disabled since ${at}`;
export const WHAT_THEY_DID = "What they did";
export const ROLE_TITLE = "Role";
export const NEW_ROLE = "New role";
export const ROLE_WHY = "A new role signs them out everywhere. They sign in again with it.";
export const GROUPS_DECIDE =
  "If a group of their company account gives a role here, their next sign-in brings that one back.";
export const CHANGE_ROLE = "Change role";
export const roleIs = (role: Role) => `Their role is now ${ROLE_WORDS[role]}.`;
export const ROLE_CHANGED = "Role changed";
export const CHOOSE_ROLE = "Choose a role.";
export const LAST_SEEN = "Last seen";
export const SESSIONS_TITLE = "Sessions";
export const NO_SESSIONS = "No open session.";
export const END_ALL = "End all sessions";
export const END_ALL_WHY = "Signs them out everywhere at once. They can sign in again.";
export const SESSIONS_ENDED = "Sessions ended";
export const SESSIONS_ENDED_MORE = "Their next request asks them to sign in.";
export const ACCESS_TITLE = "Access";
export const DISABLE = "Disable";
export const DISABLE_WHY =
  "They are signed out at once and can't sign in. What they did stays in the audit log, and you can enable them again.";
export const ENABLE = "Enable";
export const ENABLE_WHY = "They can sign in again, with the password and role they had.";
export const DISABLED_NOW = "Person disabled";
export const DISABLED_NOW_MORE = "They are signed out and can't sign in.";
export const ENABLED_NOW = "Person enabled";
export const ENABLED_NOW_MORE = "They can sign in again.";
export const FACTOR_TITLE = "Second factor";
export const THIS_IS_YOU = "This is you";
export const NOT_ONESELF = "Another admin changes your role or disables you.";
export const MY_PROFILE = "My profile";
export const CONFIRM_FIRST = "Confirm that it is you";
export const CONFIRM = "Confirm";
export const CONFIRM_FIRST_WHY = "Changing a person needs a fresh proof. It lasts for five minutes.";

// No such person
export const ALL_PEOPLE = "All people";
export const NO_SUCH_PERSON = "The address names nobody who has, or had, an account here.";
