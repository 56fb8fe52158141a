// The companies that a refused consent renewed
export const seeCompany = (name: string) => `See ${name}`;

// What came of a link's consent, for the customer
export const DONE = "Done";
export const doneWords = (organisation: string) => `${organisation} is connected. You can close this page.`;
export const NOT_FINISHED = "Not finished yet";
export const TRY_AGAIN = "Nothing was changed. Try again in a minute.";
export const CANCELLED = "Nothing was approved";
/** @param who "a QuickBooks admin". */
export const cancelledWords = (who: string) =>
  `Nothing was changed. Only ${who} can approve: try again, or forward the mail to them.`;
export const OTHER_ORGANISATION = "That was another organisation";
interface OtherOrganisation {
  expected: string;
  chosen: string;
  /** Whether the access to the chosen one was ended. */
  isEnded: boolean;
  ask: string;
}
export const otherOrganisationWords = ({ expected, chosen, isEnded, ask }: OtherOrganisation) =>
  `You chose ${chosen}, but this link is for ${expected}. Nothing was changed${isEnded ? `, and the access to ${chosen} was ended` : ""}. Try again and choose ${expected}. If ${chosen} is right, ${ask}`;
/** Ends a sentence. */
export const askWords = (name: string) => `ask ${name}.`;
export const ASK_SUPPORT = "ask the person who sent you the link.";
export const notAdmin = (provider: string) => `${provider} refused the access`;
export const notAdminWords = (who: string) =>
  `Nothing was changed. Only ${who} can approve. Forward the mail to them.`;
export const TAKEN = "Already connected elsewhere";
export const takenWords = (ask: string) =>
  `This organisation is connected under another entry. Nothing was changed: ${ask}`;
export const LINK_FAILED = "That did not work";
export const LINK_FAILED_WORDS = "Nothing was changed. Try again from here.";

// What came of a consent on a provider's own page: the same for every organisation
export const VISITED = "Thank you";
export const VISITED_WORDS =
  "If your organisation is connected here, its connection works again. Otherwise no access is kept. You can close this page.";
export const VISIT_CANCELLED = "Nothing was changed. Try again when an admin may approve.";
