import type { CustomerWords } from "./en";

export const es: CustomerWords = {
  subject:
    "{stage, select, first {{company}: } second {Recordatorio para {company}: } other {Último recordatorio para {company}: }}{purpose, select, connect {conectar {provider} con {product}} other {volver a conectar {provider} con {product}}}",
  title:
    "{purpose, select, connect {Conectar {provider} con {product}} other {Volver a conectar {provider} con {product}}}",
  hello: "{named, select, yes {Hola, {contact}:} other {Hola:}}",
  reminder:
    "{stage, select, second {Le enviamos esta solicitud el {sentAt}. Sigue pendiente.} other {Le enviamos esta solicitud el {sentAt}. Sigue pendiente, y este es el último recordatorio.}}",
  why: "{state, select, new {{product} necesita su autorización para leer la contabilidad de {company} en {provider}.} stopped {{product} no recibe datos de {company} en {provider} desde el {at}. La autorización dada en {provider} ya no es válida.} ending {La autorización con la que {product} lee la contabilidad de {company} en {provider} termina el {at}.} other {{product} necesita una nueva autorización para leer la contabilidad de {company} en {provider}.}}",
  what: "Abra el enlace, inicie sesión en {provider} y autorice el acceso. {product} nunca ve su contraseña. Si otra persona administra {provider} para {company}, reenvíele este mensaje.",
  otherwise:
    "{state, select, ending {Si no hace nada, {product} no recibirá más datos de {provider} a partir de entonces.} other {Sin su autorización, {product} no recibe datos de {provider}.}}",
  validity: "El enlace sirve una sola vez. Después del {until}, su página ofrece uno nuevo.",
  ask: "Si tiene alguna pregunta o no esperaba este mensaje, pregunte a {support}.",
  button: "{purpose, select, connect {Conectar con {provider}} other {Volver a conectar con {provider}}}",
  spelledOut: "Si el botón no funciona, abra esta dirección:",
  company: "Empresa",
  organisation: "Organización en {provider}",
  sender: "Solicitado por",
  until: "Enlace válido hasta el",
  colon: ": ",
};
