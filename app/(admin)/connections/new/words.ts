import { inParts } from "@/lib/text/in-parts";

// Both steps
export const CONNECT_COMPANY = "Connect a company";

// First: the company
export const PICK_COMPANY = "Pick a company, pick QuickBooks or Xero, approve there.";
export const CHOOSE_COMPANY = "Choose a company";
export const WHICH_COMPANY = "Which company do you want to connect?";
export const FIND_COMPANY = "Find a company";
export const SEARCH_PLACEHOLDER = "Name, provider or id";
export const connectedToWords = (providers: readonly string[]) => `Connected to ${providers.join(" and ")}`;
export const NOT_CONNECTED = "Not connected";
export const noMatch = (search: string) => `No company matches “${search}”. Add it, or clear the search.`;
export const NO_COMPANY = "No company yet. Add the first one.";
export const onlyFirst = (count: number) => `Only the first ${count} are shown. Search to find others.`;

// A new company
export const ADD_COMPANY_TITLE = "Add a company";
export const NOT_LISTED = "Not in the list?";
export const ID_LABEL = "Id in your product";
export const ID_HINT = "The id your own code passes to getValidToken. Empty: we create one.";
export const ID_RULE = "An id has at most 100 letters, digits and . : @ / _ -";
export const ADD_SAME_NAME = "Add another company with this name";
export const ADD_COMPANY = "Add company";

// Second: the provider
export const PICK_PROVIDER = "Choose its provider. Nothing is connected before you approve there.";
export const chosenCompany = <T>(name: T) => inParts`Company: ${name}`;
export const CHOOSE_ANOTHER = "Choose another";
export const RENAME_OR_REMOVE = "Rename or remove";
export const alreadyConnected = (company: string, provider: string) =>
  `${company} is connected to ${provider}.`;
export const RECONNECT_OR_DISCONNECT = "Reconnect or disconnect";
/** @param consentedBy "a QuickBooks admin". */
export const whatHappensThere = (provider: string, consentedBy: string) =>
  `You sign in at ${provider} and allow Countersign one organisation. It takes ${consentedBy} to do so. ${provider} asks for:`;
export const connectTo = (provider: string) => `Connect to ${provider}`;
