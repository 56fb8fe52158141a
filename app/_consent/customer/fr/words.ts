import { inParts } from "@/lib/text/in-parts";
import type { CustomerWords } from "../en/words";

export const fr: CustomerWords = {
  connect: "Connecter",
  title: (purpose, provider) =>
    purpose === "reconnect" ? `Reconnecter ${provider}` : `Connecter ${provider}`,
  why: (product, purpose, provider) =>
    purpose === "reconnect"
      ? `${product} lit votre comptabilité dans ${provider}. Cet accès a pris fin ou prend fin bientôt.`
      : `${product} demande l’accès à votre comptabilité dans ${provider}.`,
  company: "Société",
  organisation: "À choisir là-bas",
  whatItGives: "Ce que cela permet",
  validUntil: "Lien valable jusqu’au",
  ifNot: (product, purpose) =>
    purpose === "reconnect"
      ? `Sans accord, ${product} ne lit plus ces données.`
      : "Sans accord, rien n’est connecté.",
  approver: (connectionType) =>
    ({
      qbo: "un administrateur QuickBooks",
      xero: "une personne ayant accès à cette organisation dans Xero",
    })[connectionType] ?? "un administrateur de l’organisation",
  whoApproves: (who) =>
    `Il faut l’accord de cette personne : ${who}. Transférez le message si ce n’est pas vous.`,
  continueAt: (purpose, provider) =>
    purpose === "reconnect" ? `Reconnecter ${provider}` : `Se connecter à ${provider}`,
  questions: (contact) => inParts`Des questions ? ${contact}`,

  cantUse: "Ce lien ne peut pas être utilisé",
  faults: {
    unknown: "Ce lien est incomplet ou ne vient pas d’ici. Copiez l’adresse entière depuis le message.",
    used: "Ce lien a déjà servi. Il n’y a plus rien à faire.",
    revoked: "Ce lien a été révoqué. Demandez-en un nouveau à la personne qui l’a envoyé.",
    replaced: "Un lien plus récent a remplacé celui-ci. Utilisez celui du dernier message.",
    expired: "Ce lien a expiré.",
    exhausted: "Ce lien a été commencé dix fois sans succès.",
  },
  alreadyHealthy: "Rien à faire",
  healthy: (company, provider) =>
    `La société ${company} est connectée à ${provider}, et la connexion fonctionne. Vous pouvez fermer cette page.`,
  askForNew: "Demandez-en un nouveau à la personne qui l’a envoyé.",
  newLinkGoesWhere: "Un nouveau lien est envoyé à l’adresse enregistrée, et à aucune autre.",
  sendNewLink: "Envoyer un nouveau lien",
  newLinkSent: "Un nouveau lien est en route",
  newLinkSentMore: "Il a été envoyé à l’adresse enregistrée.",
  noLink: "Aucun lien n’est ouvert ici",
  openFromMail: "Ouvrez de nouveau le lien depuis votre message.",

  choose: "Choisir une organisation",
  chooseWhich: (company) => `Laquelle correspond à ${company} ?`,
  useThis: "Connecter celle-ci",
  noChoice: "Ce choix n’est plus en attente",
  backToLink: "Retour au lien",

  done: "C’est fait",
  doneMore: (organisation) => `L’organisation ${organisation} est connectée. Vous pouvez fermer cette page.`,
  notFinished: "Pas encore terminé",
  finishedLater:
    "Cela se termine tout seul, ce qui peut prendre quelques minutes. Il n’y a plus rien à faire maintenant.",
  tryAgain: "Rien n’a été modifié. Réessayez dans une minute.",
  cancelled: "Aucun accord donné",
  cancelledMore: (who) =>
    `Rien n’a été modifié. Seule cette personne peut donner son accord : ${who}. Réessayez, ou transférez le message.`,
  otherOrganisation: "C’était une autre organisation",
  otherOrganisationMore: ({ expected, chosen, isEnded, ask }) =>
    `Vous avez choisi ${chosen}, mais ce lien est pour ${expected}. Rien n’a été modifié${isEnded ? `, et l’accès à ${chosen} a été retiré` : ""}. Réessayez et choisissez ${expected}. Si ${chosen} est le bon choix, ${ask}`,
  ask: (name) => `demandez à ${name}.`,
  askSender: "demandez à la personne qui vous a envoyé le lien.",
  notAdmin: (provider) => `${provider} a refusé l’accès`,
  notAdminMore: (who) =>
    `Rien n’a été modifié. Seule cette personne peut donner son accord : ${who}. Transférez-lui le message.`,
  taken: "Déjà connectée ailleurs",
  takenMore: (ask) => `Cette organisation est connectée sous une autre entrée. Rien n’a été modifié : ${ask}`,
  failed: "Cela n’a pas fonctionné",
  failedMore: "Rien n’a été modifié. Réessayez d’ici.",

  scopes: {
    "com.intuit.quickbooks.accounting": "Comptabilité : lecture et écriture",
    openid: "Identité : qui a donné l’accord",
    profile: "Nom de la personne qui a donné l’accord",
    email: "Adresse e-mail de la personne qui a donné l’accord",
    offline_access: "Rester connecté quand personne n’est identifié",
    "accounting.settings.read": "Paramètres de l’organisation : lecture",
    "accounting.invoices": "Factures et avoirs : lecture et écriture",
    "accounting.payments": "Paiements : lecture et écriture",
    "accounting.contacts": "Contacts : lecture et écriture",
  },
  otherScope: "Autre accès, tel que le fournisseur le nomme",
};
