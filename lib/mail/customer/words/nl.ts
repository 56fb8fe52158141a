import type { CustomerWords } from "./en";

export const nl: CustomerWords = {
  subject:
    "{stage, select, first {{company}: } second {Herinnering voor {company}: } other {Laatste herinnering voor {company}: }}{purpose, select, connect {{provider} met {product} verbinden} other {{provider} opnieuw met {product} verbinden}}",
  title:
    "{purpose, select, connect {{provider} met {product} verbinden} other {{provider} opnieuw met {product} verbinden}}",
  hello: "{named, select, yes {Goedendag {contact},} other {Goedendag,}}",
  reminder:
    "{stage, select, second {We hebben u dit verzoek gestuurd op {sentAt}. Het staat nog open.} other {We hebben u dit verzoek gestuurd op {sentAt}. Het staat nog open, en dit is de laatste herinnering.}}",
  why: "{state, select, new {{product} heeft uw toestemming nodig om de boekhouding van {company} in {provider} te lezen.} stopped {{product} ontvangt sinds {at} geen gegevens van {company} meer uit {provider}. De toestemming bij {provider} is niet meer geldig.} ending {De toestemming waarmee {product} de boekhouding van {company} in {provider} leest, eindigt op {at}.} other {{product} heeft een nieuwe toestemming nodig om de boekhouding van {company} in {provider} te lezen.}}",
  what: "Open de link, meld u aan bij {provider} en geef toestemming. {product} ziet uw wachtwoord nooit. Als iemand anders {provider} beheert voor {company}, stuur deze mail dan door.",
  otherwise:
    "{state, select, ending {Als u niets doet, ontvangt {product} daarna geen gegevens meer uit {provider}.} other {Zonder uw toestemming ontvangt {product} geen gegevens uit {provider}.}}",
  validity: "De link werkt één keer. Na {until} biedt de pagina ervan een nieuwe aan.",
  ask: "Als u een vraag hebt of deze mail niet verwachtte, vraag het aan {support}.",
  button: "{purpose, select, connect {Verbinden met {provider}} other {Opnieuw verbinden met {provider}}}",
  spelledOut: "Als de knop niet werkt, open dan dit adres:",
  company: "Bedrijf",
  organisation: "Organisatie bij {provider}",
  sender: "Gevraagd door",
  until: "Link geldig tot",
  colon: ": ",
};
