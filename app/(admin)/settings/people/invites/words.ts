import { inParts } from "@/lib/text/in-parts";

// All invites
export const INVITES = "Invites";
export const INVITES_SENTENCE = "People you asked to make their own account. An invite is valid for 7 days.";
export const NO_INVITES = "No invites yet";
export const NO_INVITES_MORE =
  "An invited person chooses their own name and password, and has the role you give.";
export const invitedBy = (name: string) => `by ${name}`;
export const STATE_WORDS = {
  open: "Open",
  accepted: "Accepted",
  revoked: "Revoked",
  replaced: "Replaced",
  expired: "Expired",
  void: "Void: the inviter is no admin now",
  has_account: "Void: the address has an account",
  unknown: "Unknown",
} as const;

// What can be done with one
export const SEND_AGAIN = "Send again";
export const sendAgainTo = (email: string) => `Send again to ${email}`;
export const COPY_LINK = "New link";
export const newLinkFor = (email: string) => `New link for ${email}`;
export const SENT_AGAIN = "Sent. The link before no longer works.";
export const revokeNamed = (email: string) => `Revoke invite of ${email}`;
export const revokeQuestion = (email: string) => `Revoke the invite of ${email}?`;
export const REVOKE_INVITE = "Revoke invite";
export const REVOKE_EFFECTS = ["Its link stops working at once.", "You can invite the address again."];
export const REVOKED = "Invite revoked";
export const REVOKED_MORE = "Its link no longer works.";

// Invite a person
export const INVITE_PERSON = "Invite person";
export const INVITE_SENTENCE = "They get a link, choose a name and a password, and are signed in.";
export const EMAIL_HINT = "Only this address can accept.";
export const ENTER_EMAIL = "Enter an email address.";
export const ROLE_LABEL = "Role";
export const CHOOSE_ROLE = "Choose a role.";
export const ROLE_CHOICES = [
  {
    value: "support",
    label: "Support",
    sentence: "Sees companies, connections, their health and the audit log.",
  },
  {
    value: "finance",
    label: "Finance",
    sentence: "Sees companies and the health of their data, signs months off.",
  },
  {
    value: "admin",
    label: "Admin",
    sentence: "Does everything: connects companies, manages people and settings.",
  },
];
export const SEND_INVITE = "Send invite";
export const MAKE_INVITE = "Create invite link";
export const NO_MAIL = "No mail server is set up: you get a link to hand over yourself.";
export const INVITE_SENT = "Invite sent";
export const inviteSentTo = (email: string) => `A link is on its way to ${email}.`;

// Its link, shown once
export const COPY_LINK_NOW = "Copy the link now";
export const mailFailed = (problem: string) => `The mail did not leave: ${problem}`;
export const linkUse = <T>(email: string, until: T) =>
  inParts`Hand it to ${email} only: it makes their account. It is valid until ${until}, works once and is shown only here.`;
export const COPY = "Copy link";
export const ALL_INVITES = "All invites";
export const GROUPS_GIVE_ROLES =
  "If a group of their company account gives a role here, that one counts from their first sign-in with it.";
