/** ICU messages of the mails to customers. What each placeholder holds: lib/mail/customer/customer-mail.ts. */
export const en = {
  subject:
    "{stage, select, first {{company}: } second {Reminder for {company}: } other {Last reminder for {company}: }}{purpose, select, connect {connect {provider} to {product}} other {reconnect {provider} to {product}}}",
  title:
    "{purpose, select, connect {Connect {provider} to {product}} other {Reconnect {provider} to {product}}}",
  hello: "{named, select, yes {Hello {contact},} other {Hello,}}",
  reminder:
    "{stage, select, second {We sent you this request on {sentAt}. It is still open.} other {We sent you this request on {sentAt}. It is still open, and this is the last reminder.}}",
  why: "{state, select, new {{product} needs your approval to read the bookkeeping of {company} in {provider}.} stopped {{product} has received no data for {company} from {provider} since {at}. The approval given at {provider} is no longer valid.} ending {The approval by which {product} reads the bookkeeping of {company} in {provider} ends on {at}.} other {{product} needs a new approval to read the bookkeeping of {company} in {provider}.}}",
  what: "Open the link, sign in at {provider} and approve the access. {product} never sees your password. If another person manages {provider} for {company}, forward this mail to them.",
  otherwise:
    "{state, select, ending {If you do nothing, {product} gets no data from {provider} after that.} other {Until you approve, {product} gets no data from {provider}.}}",
  validity: "The link works once. After {until} its page offers a new one.",
  ask: "If you have a question, or did not expect this mail, ask {support}.",
  button: "{purpose, select, connect {Connect to {provider}} other {Reconnect to {provider}}}",
  spelledOut: "If the button does not work, open this address:",
  company: "Company",
  organisation: "Organisation at {provider}",
  sender: "Asked by",
  until: "Link valid until",
  colon: ": ",
} as const;

/** One message a key, in every language. */
export type CustomerWords = Readonly<Record<keyof typeof en, string>>;
