import { inParts } from "@/lib/text/in-parts";

export const CONNECT = "Connect";
/** @param provider "QuickBooks Online". */
export const connectTitle = (purpose: "connect" | "reconnect", provider: string) =>
  purpose === "reconnect" ? `Reconnect ${provider}` : `Connect ${provider}`;
export const connectWhy = (product: string, purpose: "connect" | "reconnect", provider: string) =>
  purpose === "reconnect"
    ? `${product} reads your books in ${provider}. That access has ended or ends soon.`
    : `${product} asks for access to your books in ${provider}.`;
export const COMPANY = "Company";
export const ORGANISATION = "Choose there";
export const WHAT_IT_GIVES = "What it gives";
export const VALID_UNTIL = "Link valid until";
export const ifNot = (product: string, purpose: "connect" | "reconnect") =>
  purpose === "reconnect"
    ? `If nobody approves, ${product} stops reading this data.`
    : "If nobody approves, nothing is connected.";
/** @param who "a QuickBooks admin". */
export const whoApproves = (who: string) => `It takes ${who}. Forward the mail if that is not you.`;
export const continueAt = (purpose: "connect" | "reconnect", provider: string) =>
  purpose === "reconnect" ? `Reconnect ${provider}` : `Connect to ${provider}`;
export const questions = <T>(contact: T) => inParts`Questions? ${contact}`;

// Not open
export const CANT_USE = "This link can't be used";
export const ALREADY_HEALTHY = "Nothing to do";
export const healthyWords = (company: string, provider: string) =>
  `${company} is connected to ${provider}, and the connection works. You can close this page.`;
export const ASK_FOR_NEW = "Ask the person who sent it for a new one.";
export const NEW_LINK_SENTENCE = "A new one is mailed to the address on file, and to no other.";
export const SEND_NEW_LINK = "Send a new link";
export const NEW_LINK_SENT = "A new link is on its way";
export const NEW_LINK_SENT_MORE = "It was mailed to the address on file.";

// Without a link
export const NO_LINK = "No link is open here";
export const OPEN_FROM_MAIL = "Open the link from your mail again.";

// Several organisations were chosen at the provider
export const CHOOSE = "Choose an organisation";
export const chooseWhich = (company: string) => `Which of them is ${company}?`;
export const CHOOSE_ONE = "Choose one.";
export const USE_THIS = "Connect this one";
export const NO_CHOICE = "This choice is no longer waiting";
export const BACK_TO_LINK = "Back to the link";
