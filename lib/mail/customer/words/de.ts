import type { CustomerWords } from "./en";

export const de: CustomerWords = {
  subject:
    "{stage, select, first {{company}: } second {Erinnerung für {company}: } other {Letzte Erinnerung für {company}: }}{purpose, select, connect {{provider} mit {product} verbinden} other {{provider} wieder mit {product} verbinden}}",
  title:
    "{purpose, select, connect {{provider} mit {product} verbinden} other {{provider} wieder mit {product} verbinden}}",
  hello: "{named, select, yes {Guten Tag {contact},} other {Guten Tag,}}",
  reminder:
    "{stage, select, second {Wir haben Ihnen diese Anfrage am {sentAt} geschickt. Sie ist noch offen.} other {Wir haben Ihnen diese Anfrage am {sentAt} geschickt. Sie ist noch offen, und dies ist die letzte Erinnerung.}}",
  why: "{state, select, new {{product} braucht Ihre Zustimmung, um die Buchhaltung von {company} in {provider} zu lesen.} stopped {{product} erhält seit dem {at} keine Daten von {company} mehr aus {provider}. Die Zustimmung bei {provider} gilt nicht mehr.} ending {Die Zustimmung, mit der {product} die Buchhaltung von {company} in {provider} liest, endet am {at}.} other {{product} braucht eine neue Zustimmung, um die Buchhaltung von {company} in {provider} zu lesen.}}",
  what: "Öffnen Sie den Link, melden Sie sich bei {provider} an und stimmen Sie dem Zugriff zu. {product} sieht Ihr Passwort nie. Wenn eine andere Person {provider} für {company} verwaltet, leiten Sie ihr diese Mail weiter.",
  otherwise:
    "{state, select, ending {Wenn Sie nichts tun, erhält {product} danach keine Daten mehr aus {provider}.} other {Bis Sie zustimmen, erhält {product} keine Daten aus {provider}.}}",
  validity: "Der Link gilt einmal. Ab dem {until} bietet seine Seite einen neuen an.",
  ask: "Wenn Sie eine Frage haben oder diese Mail nicht erwartet haben, fragen Sie {support}.",
  button: "{purpose, select, connect {Mit {provider} verbinden} other {Wieder mit {provider} verbinden}}",
  spelledOut: "Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:",
  company: "Firma",
  organisation: "Organisation bei {provider}",
  sender: "Angefragt von",
  until: "Link gültig bis",
  colon: ": ",
};
