import type { CustomerWords } from "./en";

/** The apostrophe is ’ throughout: in ICU messages ' begins a quotation. */
export const fr: CustomerWords = {
  subject:
    "{stage, select, first {{company} : } second {Rappel pour {company} : } other {Dernier rappel pour {company} : }}{purpose, select, connect {connecter {provider} à {product}} other {reconnecter {provider} à {product}}}",
  title:
    "{purpose, select, connect {Connecter {provider} à {product}} other {Reconnecter {provider} à {product}}}",
  hello: "{named, select, yes {Bonjour {contact},} other {Bonjour,}}",
  reminder:
    "{stage, select, second {Nous vous avons envoyé cette demande le {sentAt}. Elle est toujours en attente.} other {Nous vous avons envoyé cette demande le {sentAt}. Elle est toujours en attente, et ceci est le dernier rappel.}}",
  why: "{state, select, new {{product} a besoin de votre accord pour lire la comptabilité de la société {company} dans {provider}.} stopped {Depuis le {at}, {product} ne reçoit plus les données de la société {company} dans {provider}. L’accord donné chez {provider} n’est plus valable.} ending {L’accord qui permet à {product} de lire la comptabilité de la société {company} dans {provider} prend fin le {at}.} other {{product} a besoin d’un nouvel accord pour lire la comptabilité de la société {company} dans {provider}.}}",
  what: "Ouvrez le lien, identifiez-vous chez {provider} et acceptez l’accès. {product} ne voit jamais votre mot de passe. Si une autre personne gère {provider} pour {company}, transférez-lui ce message.",
  otherwise:
    "{state, select, ending {Sans action de votre part, {product} ne recevra ensuite plus de données de {provider}.} other {Sans votre accord, {product} ne reçoit pas de données de {provider}.}}",
  validity: "Le lien sert une seule fois. Après le {until}, sa page en propose un nouveau.",
  ask: "Pour toute question, ou si vous n’attendiez pas ce message : {support}.",
  button: "{purpose, select, connect {Se connecter à {provider}} other {Se reconnecter à {provider}}}",
  spelledOut: "Si le bouton ne fonctionne pas, ouvrez cette adresse :",
  company: "Société",
  organisation: "Organisation chez {provider}",
  sender: "Demandé par",
  until: "Lien valable jusqu’au",
  colon: " : ",
};
