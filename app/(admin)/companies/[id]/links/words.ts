import type { LinkState } from "@/lib/links";
import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

export const LINKS = "Links";
export const linksFor = (provider: string) => `Links for ${provider}`;
export const CONNECTS = "With a link, the customer connects by themselves: no account is needed.";
export const RECONNECTS = "With a link, the customer reconnects by themselves: no account is needed.";
export const EMAIL = "Email";
export const EMAIL_HINT = "Valid for 7 days. They may forward it.";
export const ENTER_EMAIL = "Enter an email address.";
export const SEND_LINK = "Send link";
export const CREATE_LINK = "Create link";
export const NO_MAIL = "No mail server is set up: you get a link to hand over yourself.";
export const OR_BY_HAND = "Or hand it over yourself";
export const linkSentTo = (email: string) => `Sent to ${email}.`;

// A link, shown once
export const COPY_LINK_NOW = "Copy the link now";
export const COPY = "Copy link";
export const mailFailed = (problem: string) => `The mail did not leave: ${problem}`;
export const linkUse = <T>(until: T) =>
  inParts`Hand it to the customer only. It is valid until ${until}, connects once and is shown only here.`;

// The list
export const NO_LINKS = "No links yet";
export const STATE_WORDS: Readonly<Record<LinkState, string>> = {
  open: "Open",
  used: "Done",
  revoked: "Revoked",
  replaced: "Replaced",
  expired: "Expired",
  exhausted: "Started ten times",
};
export const TO = "To";
export const HANDED_OVER = "Handed over";
export const BY = "By";
export const SENT = "Sent";
export const STARTED = "Started";
export const NOT_STARTED = "Not yet";
export const startsWords = (starts: number) => plural(starts, "time");
export const VALID_UNTIL = "Valid until";
export const DONE_AT = "Done";
export const byPerson = (who: string) => `by ${who}`;
export const SEND_AGAIN = "Send again";
export const sendAgainTo = (email: string) => `Send again to ${email}`;
export const NEW_LINK = "New link";
export const newLinkInstead = (whom: string) => `New link instead of that for ${whom}`;
export const REVOKE = "Revoke";
export const revokeFor = (whom: string) => `Revoke the link for ${whom}`;
export const REVOKED = "Link revoked";
export const REVOKED_MORE = "It no longer works.";
