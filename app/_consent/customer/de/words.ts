import { inParts } from "@/lib/text/in-parts";
import type { CustomerWords } from "../en/words";

export const de: CustomerWords = {
  connect: "Verbinden",
  title: (purpose, provider) =>
    purpose === "reconnect" ? `${provider} wieder verbinden` : `${provider} verbinden`,
  why: (product, purpose, provider) =>
    purpose === "reconnect"
      ? `${product} liest Ihre Buchhaltung in ${provider}. Dieser Zugriff ist beendet oder endet bald.`
      : `${product} bittet um Zugriff auf Ihre Buchhaltung in ${provider}.`,
  company: "Firma",
  organisation: "Dort wählen",
  whatItGives: "Was damit erlaubt wird",
  validUntil: "Link gültig bis",
  ifNot: (product, purpose) =>
    purpose === "reconnect"
      ? `Wenn niemand zustimmt, liest ${product} diese Daten nicht mehr.`
      : "Wenn niemand zustimmt, wird nichts verbunden.",
  approver: (connectionType) =>
    ({ qbo: "ein QuickBooks-Admin", xero: "eine Person mit Zugang zu dieser Organisation in Xero" })[
      connectionType
    ] ?? "ein Admin der Organisation",
  whoApproves: (who) => `Zustimmen kann ${who}. Leiten Sie die Mail weiter, wenn das nicht Sie sind.`,
  continueAt: (purpose, provider) =>
    purpose === "reconnect" ? `${provider} wieder verbinden` : `Mit ${provider} verbinden`,
  questions: (contact) => inParts`Fragen? ${contact}`,

  cantUse: "Dieser Link kann nicht benutzt werden",
  faults: {
    unknown:
      "Dieser Link ist nicht vollständig oder nicht von hier. Kopieren Sie die ganze Adresse aus der Mail.",
    used: "Dieser Link wurde schon benutzt. Es ist nichts mehr zu tun.",
    revoked: "Dieser Link wurde widerrufen. Bitten Sie die Person, die ihn geschickt hat, um einen neuen.",
    replaced: "Ein neuerer Link hat diesen ersetzt. Benutzen Sie den aus der neuesten Mail.",
    expired: "Dieser Link ist abgelaufen.",
    exhausted: "Dieser Link wurde zehnmal ohne Erfolg begonnen.",
  },
  alreadyHealthy: "Nichts zu tun",
  healthy: (company, provider) =>
    `${company} ist mit ${provider} verbunden, und die Verbindung funktioniert. Sie können diese Seite schließen.`,
  askForNew: "Bitten Sie die Person, die ihn geschickt hat, um einen neuen.",
  newLinkGoesWhere: "Ein neuer geht per Mail an die hinterlegte Adresse und an keine andere.",
  sendNewLink: "Neuen Link schicken",
  newLinkSent: "Ein neuer Link ist unterwegs",
  newLinkSentMore: "Er ging an die hinterlegte Adresse.",
  noLink: "Hier ist kein Link offen",
  openFromMail: "Öffnen Sie den Link aus Ihrer Mail noch einmal.",

  choose: "Eine Organisation wählen",
  chooseWhich: (company) => `Welche davon ist ${company}?`,
  useThis: "Diese verbinden",
  noChoice: "Diese Auswahl wartet nicht mehr",
  backToLink: "Zurück zum Link",

  done: "Fertig",
  doneMore: (organisation) => `${organisation} ist verbunden. Sie können diese Seite schließen.`,
  notFinished: "Noch nicht fertig",
  finishedLater: "Das wird von selbst fertig und kann einige Minuten dauern. Jetzt ist nichts mehr zu tun.",
  tryAgain: "Nichts wurde geändert. Versuchen Sie es in einer Minute noch einmal.",
  cancelled: "Nichts wurde erlaubt",
  cancelledMore: (who) =>
    `Nichts wurde geändert. Nur ${who} kann zustimmen: Versuchen Sie es noch einmal, oder leiten Sie die Mail weiter.`,
  otherOrganisation: "Das war eine andere Organisation",
  otherOrganisationMore: ({ expected, chosen, isEnded, ask }) =>
    `Sie haben ${chosen} gewählt, aber dieser Link ist für ${expected}. Nichts wurde geändert${isEnded ? `, und der Zugriff auf ${chosen} wurde beendet` : ""}. Versuchen Sie es noch einmal und wählen Sie ${expected}. Wenn ${chosen} richtig ist, ${ask}`,
  ask: (name) => `fragen Sie ${name}.`,
  askSender: "fragen Sie die Person, die Ihnen den Link geschickt hat.",
  notAdmin: (provider) => `${provider} hat den Zugriff verweigert`,
  notAdminMore: (who) => `Nichts wurde geändert. Nur ${who} kann zustimmen. Leiten Sie die Mail weiter.`,
  taken: "Schon anderswo verbunden",
  takenMore: (ask) =>
    `Diese Organisation ist unter einem anderen Eintrag verbunden. Nichts wurde geändert: ${ask}`,
  failed: "Das hat nicht geklappt",
  failedMore: "Nichts wurde geändert. Versuchen Sie es von hier noch einmal.",

  scopes: {
    "com.intuit.quickbooks.accounting": "Buchhaltung: lesen und schreiben",
    openid: "Identität: wer zugestimmt hat",
    profile: "Name der Person, die zugestimmt hat",
    email: "E-Mail-Adresse der Person, die zugestimmt hat",
    offline_access: "Verbunden bleiben, während niemand angemeldet ist",
    "accounting.settings.read": "Einstellungen der Organisation: lesen",
    "accounting.invoices": "Rechnungen, Belege, Gutschriften: lesen und schreiben",
    "accounting.payments": "Zahlungen: lesen und schreiben",
    "accounting.contacts": "Kontakte: lesen und schreiben",
  },
  otherScope: "Weiterer Zugriff, wie der Anbieter ihn nennt",
};
