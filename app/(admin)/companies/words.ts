import { inParts } from "@/lib/text/in-parts";

// All companies
export const NAME_OR_ID = "Company name or id";
export const NO_ARCHIVED = "No archived company";
export const NO_COMPANY_MATCHES = "No company matches";
export const connectedToWords = (providers: readonly string[]) => `Connected to ${providers.join(" and ")}`;
export const COMPANY_NOT_FOUND = "It was removed, or the address is mistyped.";

// On every tab
export const COPY_COMPANY_ID = "Copy company id";
export const mergedIntoWords = <T>(name: T, id: T) =>
  inParts`Connections and history moved to ${name}. Calls for this id get no token: ask for ${id}. Earlier audit rows stay here.`;
export const ARCHIVED_MEANS = "Left out of lists and counts. History and audit rows stay.";
export const backWords = (name: string) => `${name} is back`;
export const BACK_MORE = "It is in lists again and can be connected.";

// Status
export const connectToWords = (provider: string) => `Connect to ${provider}`;
export const newestAuditRows = (rows: number, name: string) => `The newest ${rows} audit rows of ${name}`;
export const itWorks = (sentence: string) => `It works: ${sentence}`;
export const itDoesNotWork = (sentence: string) => `It does not work: ${sentence}`;
export const SEND_LINK = "Send link";
export const sendLinkTo = (company: string) => `Send link, ${company}`;
export const moreFor = (provider: string) => `More for ${provider}`;

// Status: a consent has just succeeded
export const nowConnected = (company: string, tenant: string) => `${company} is connected to ${tenant}`;
export const checkedWith = (provider: string) => `Checked with ${provider}.`;
export const renewedToo = <T>(companies: T) => inParts`Renewed by the same consent: ${companies}`;
export const andMore = (count: number) => ` and ${count} more`;
export const BACK_TO_LIST = "Back to the list";

// Status: disconnected here, not yet at the provider
export const notConfirmedTitle = (provider: string, tenant: string) =>
  `${provider} has not confirmed that ${tenant} is disconnected`;
export const notToldTitle = (provider: string, tenant: string) =>
  `${provider} could not be told that ${tenant} is disconnected`;
export const BEING_TOLD = "Countersign is telling it now.";
export const nothingIsRead = (tenant: string) => `No data is read from ${tenant}.`;
export const triesAgainAt = <T>(at: T) => inParts`Countersign tries again at ${at}.`;
export const disconnectByHand = (provider: string) =>
  `No more attempts: disconnect Countersign at ${provider} by hand.`;

// Status: facts
export const COPY_ORGANISATION_ID = "Copy organisation id";
export const SHARES_CONSENT_WITH = "Shares this consent with";
export const MOVES_WITH_REFRESH = "moves with every refresh";
export const NO_FINAL_DATE = "No final date";
export const tokenVersion = (generation: number) => `· token version ${generation}`;
export const DATA_LAST_READ = "Data last read";
export const inYears = (years: number) => `in ${years} years`;
export const NO_ACCESS_RECORDED = "None on record";
const readAndWrite = (scope: string, what: string) => ({
  [scope]: `${what}: read and write`,
  [`${scope}.read`]: `${what}: read`,
});
/** What a scope gives access to. */
export const SCOPE_WORDS: Readonly<Record<string, string>> = {
  "com.intuit.quickbooks.accounting": "Accounting: read and write",
  "com.intuit.quickbooks.payment": "Card and bank payments: take and refund",
  openid: "Identity: who approved",
  profile: "Name of the person who approved",
  email: "Email address of the person who approved",
  phone: "Phone number of the person who approved",
  address: "Postal address of the person who approved",
  offline_access: "Stay connected while no one is signed in",
  ...readAndWrite("accounting.settings", "Organisation settings"),
  ...readAndWrite("accounting.invoices", "Invoices, bills, credit notes"),
  ...readAndWrite("accounting.payments", "Payments"),
  ...readAndWrite("accounting.contacts", "Contacts"),
  ...readAndWrite("accounting.attachments", "Attached files"),
  ...readAndWrite("accounting.banktransactions", "Bank transactions and transfers"),
  ...readAndWrite("accounting.manualjournals", "Manual journals"),
  ...readAndWrite("accounting.transactions", "All transactions"),
  "accounting.reports.read": "All reports: read",
  "accounting.reports.aged.read": "Reports on aged payables and receivables: read",
  "accounting.reports.balancesheet.read": "Balance sheet: read",
  "accounting.reports.banksummary.read": "Bank summary: read",
  "accounting.reports.budgetsummary.read": "Budget summary: read",
  "accounting.reports.executivesummary.read": "Executive summary: read",
  "accounting.reports.profitandloss.read": "Profit and loss: read",
  "accounting.reports.taxreports.read": "Tax reports: read",
  "accounting.reports.tenninetynine.read": "1099 report: read",
  "accounting.reports.trialbalance.read": "Trial balance: read",
  "accounting.budgets.read": "Budgets: read",
  "accounting.journals.read": "Journals: read",
};
export const accessNotGranted = (access: string, consentedBy: string) =>
  `Not granted: ${access}. ${startOf(consentedBy)} must consent again.`;
export const accessUnwanted = (access: string) =>
  `No longer asked for: ${access}. The next consent gives it back.`;
export const accessEnds = <T>(access: string, provider: string, consentedBy: string, at: T) =>
  inParts`${provider} ends this access on ${at}: ${access}. ${startOf(consentedBy)} must consent again before then.`;
export const OTHER_SCOPE = "Other access, as the provider names it";

const startOf = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

// Why a connection broke
export const WHY_BROKEN = "Why did this break?";
export const WHY_BROKEN_LAST = "Why did this break last time?";
export const COPY_FOR_TICKET = "Copy for a ticket";
export const TICKET_TEXT = "Text for a ticket";
export const OWNER_WORDS = {
  us: "Us: this installation of Countersign",
  provider: "The provider",
  customer: "The customer",
} as const;
export const forSupport = (reference: string) => `${reference}, for support`;
export const COPY_REFERENCE = "Copy reference";

// Timeline
export const NO_HISTORY = "No history yet";
export const NO_HISTORY_MORE = "It begins with the first connection.";
export const NO_CHANGES_MORE = "It begins with the first check.";
export const lastDays = (provider: string, days: number) => `${provider}, last ${days} days`;
export const DAYS_AS_TABLE = "The days as a table";
export const daysNewestFirst = (provider: string, days: number) =>
  `${provider}: the last ${days} days, newest first`;
export const WORST_STATUS = "Worst status";
export const OUTAGES_SENTENCE = "They affected this company. No one had to act.";
export const NOTES_SENTENCE = "Acknowledgements and snoozes, newest first.";
export const NOTE_ENDS: Readonly<Record<string, string>> = {
  over: "Problem over",
  time: "Time over",
  changed: "Another cause",
  by_hand: "Ended by hand",
  replaced: "Replaced",
};
export const EVERY_CHANGE = "Every change, newest first.";
export const AUDIT_ROWS_THEN = "Audit rows of this moment";

// Audit
export const NOTHING_RECORDED = "Nothing recorded yet";
export const NOTHING_RECORDED_MORE = "Everything done with this company appears here.";
export const newestRowsTitle = (rows: number) => `Newest ${rows} rows`;
export const timesIn = (zone: string) => `Times in ${zone}.`;
export const SEARCH_LOG = "Search in the audit log";
export const auditRowsOf = (name: string) => `Audit rows of ${name}`;

// Settings
export const AN_ADMIN_CHANGES = "An admin can change this.";
export const NAME_SENTENCE = "Shown everywhere, in past audit rows too. The id stays.";
export const SAME_NAME_MEANT = "Give this company the same name";
export const renamedTo = (name: string) => `Renamed to ${name}`;
export const RENAMED_MORE = "Id and connections stay.";
export const CONTACT_TITLE = "Contact and tags";
export const CONTACT_SENTENCE = "The person to contact about its connections.";
export const ONE_PER_LINE = "One per line.";
export const LANGUAGE_HINT = "A language tag, such as en-GB or de-CH.";
export const SAVE_CONTACT = "Save contact and tags";
export const CONTACT_SAVED = "Contact and tags saved";
export const tooLong = (most: number) => `Too long: ${most.toLocaleString("en")} characters at most.`;
export const ENTER_EMAIL = "Enter one email address, such as ada@acme.example.";
export const ARCHIVE_SENTENCE =
  "Leaves lists and counts, and can't be connected. History stays. Unarchive it at any time.";
export const disconnectFirst = <T>(providers: T) => inParts`Disconnect first: ${providers}.`;
export const REMOVE_SENTENCE = "It never had a connection. Its audit rows stay.";
export const removedWords = (name: string) => `${name} was removed`;

// Merge
export const MERGE_TITLE = "Merge a duplicate";
export const MERGE_SENTENCE = "Another entry of the same customer becomes part of this one.";
export const FIND_DUPLICATE = "Find the duplicate";
export const UNARCHIVE_FIRST = "Unarchive it before you merge another company into it.";
export const WHICH_IS_DUPLICATE = "Which company is the duplicate?";
export const becomesPartOf = (name: string) => `It becomes part of ${name}.`;
export const NO_OTHER_MATCHES = "No other company matches.";
export const mergeQuestion = (from: string, into: string) => `Merge ${from} into ${into}?`;
export const MERGE_OTHER_WAY = "Merge the other way round";
export const CANNOT_MERGE = "They can't be merged like this";
export const bothConnected = (providers: string, from: string) =>
  `Both are connected to ${providers}. Disconnect ${from} first.`;
export const connectedBefore = (into: string, providers: string) =>
  `${into} was connected to ${providers} before and keeps that history. Merge the other way round.`;
export const connectionsMove = (providers: string, into: string) =>
  `${providers} and its history move to ${into}. The customer has nothing to do.`;
export const nothingMoves = (from: string) => `${from} has no live connection: nothing moves.`;
export const callsGetNoToken = <T>(fromId: T) => inParts`Calls for ${fromId} get no token from then on.`;
export const errorNames = <T>(intoId: T) =>
  inParts`The error names ${intoId}: make your product ask for that id.`;
export const keysDoNotReach = (from: string, into: string) =>
  `API keys and event endpoints limited to ${from} don't reach ${into}. Add it to them.`;
export const becomesArchived = (from: string) =>
  `${from} is archived. Its audit rows, contact and tags stay there.`;
export const UNARCHIVING_LATER = "Unarchiving it later does not bring its connections back.";
export const REASON_KEPT = "Kept in the audit log of both.";
export const mergeInto = (into: string) => `Merge into ${into}`;
export const mergedMore = (fromId: string, intoId: string) =>
  `Calls for ${fromId} no longer get a token: ask for ${intoId}.`;
export const SEE_MERGED = "See the merged company";
