import { inParts } from "@/lib/text/in-parts";

type Purpose = "connect" | "reconnect";

interface OtherOrganisation {
  expected: string;
  chosen: string;
  /** Whether the access to the chosen one was ended. */
  isEnded: boolean;
  ask: string;
}

/** What a customer reads who follows a link, one file a language. */
export const en = {
  // The link's page
  connect: "Connect",
  title: (purpose: Purpose, provider: string) =>
    purpose === "reconnect" ? `Reconnect ${provider}` : `Connect ${provider}`,
  why: (product: string, purpose: Purpose, provider: string) =>
    purpose === "reconnect"
      ? `${product} reads your books in ${provider}. That access has ended or ends soon.`
      : `${product} asks for access to your books in ${provider}.`,
  company: "Company",
  organisation: "Choose there",
  whatItGives: "What it gives",
  validUntil: "Link valid until",
  ifNot: (product: string, purpose: Purpose) =>
    purpose === "reconnect"
      ? `If nobody approves, ${product} stops reading this data.`
      : "If nobody approves, nothing is connected.",
  approver: (connectionType: string): string =>
    ({ qbo: "a QuickBooks admin", xero: "a Xero user of this organisation" })[connectionType] ??
    "an admin of the organisation",
  whoApproves: (who: string) => `It takes ${who}. Forward the mail if that is not you.`,
  continueAt: (purpose: Purpose, provider: string) =>
    purpose === "reconnect" ? `Reconnect ${provider}` : `Connect to ${provider}`,
  questions: <T>(contact: T) => inParts`Questions? ${contact}`,

  // A link that starts nothing
  cantUse: "This link can't be used",
  faults: {
    unknown: "This link is not complete, or not from here. Copy the whole address from the mail.",
    used: "This link was used already. There is nothing more to do.",
    revoked: "This link was revoked. Ask the person who sent it for a new one.",
    replaced: "A newer link replaced this one. Use the one from the newest mail.",
    expired: "This link has expired.",
    exhausted: "This link was started ten times without success.",
  },
  alreadyHealthy: "Nothing to do",
  healthy: (company: string, provider: string) =>
    `${company} is connected to ${provider}, and the connection works. You can close this page.`,
  askForNew: "Ask the person who sent it for a new one.",
  newLinkGoesWhere: "A new one is mailed to the address on file, and to no other.",
  sendNewLink: "Send a new link",
  newLinkSent: "A new link is on its way",
  newLinkSentMore: "It was mailed to the address on file.",
  noLink: "No link is open here",
  openFromMail: "Open the link from your mail again.",

  // Several organisations were chosen at the provider
  choose: "Choose an organisation",
  chooseWhich: (company: string) => `Which of them is ${company}?`,
  useThis: "Connect this one",
  noChoice: "This choice is no longer waiting",
  backToLink: "Back to the link",

  // What came of the consent
  done: "Done",
  doneMore: (organisation: string) => `${organisation} is connected. You can close this page.`,
  notFinished: "Not finished yet",
  finishedLater: "It is finished by itself, which may take some minutes. Nothing more is to be done now.",
  tryAgain: "Nothing was changed. Try again in a minute.",
  cancelled: "Nothing was approved",
  cancelledMore: (who: string) =>
    `Nothing was changed. Only ${who} can approve: try again, or forward the mail to them.`,
  otherOrganisation: "That was another organisation",
  otherOrganisationMore: ({ expected, chosen, isEnded, ask }: OtherOrganisation) =>
    `You chose ${chosen}, but this link is for ${expected}. Nothing was changed${isEnded ? `, and the access to ${chosen} was ended` : ""}. Try again and choose ${expected}. If ${chosen} is right, ${ask}`,
  /** Ends a sentence, as the next does. */
  ask: (name: string) => `ask ${name}.`,
  askSender: "ask the person who sent you the link.",
  notAdmin: (provider: string) => `${provider} refused the access`,
  notAdminMore: (who: string) => `Nothing was changed. Only ${who} can approve. Forward the mail to them.`,
  taken: "Already connected elsewhere",
  takenMore: (ask: string) =>
    `This organisation is connected under another entry. Nothing was changed: ${ask}`,
  failed: "That did not work",
  failedMore: "Nothing was changed. Try again from here.",

  /** What a scope gives, where the admins' words are not read. */
  scopes: null as Readonly<Record<string, string>> | null,
  otherScope: "Other access, as the provider names it",
};

/** Every language says all of it. */
export type CustomerWords = typeof en;
